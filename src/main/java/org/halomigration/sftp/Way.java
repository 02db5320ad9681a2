package org.halomigration.sftp;

/**
 * How a file is sent.
 *
 * @param urgent before what is not
 * @param inOrder from its start to its end over one connection, as some servers want it
 */
record Way(boolean urgent, boolean inOrder) {}
