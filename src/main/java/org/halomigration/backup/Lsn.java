package org.halomigration.backup;
public record Lsn(java.math.BigInteger value) {}
