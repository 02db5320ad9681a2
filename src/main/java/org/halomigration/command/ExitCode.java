package org.halomigration.command;

/** What every command of the product ends with. */
public final class ExitCode {
    public static final int FINE = 0;
    /** A finding, or something failed. */
    public static final int FAILED = 1;
    /** Arguments, files or rows that cannot be used. */
    public static final int UNUSABLE_INPUT = 2;
    /** No full backup, or usable backups that nothing here leads to. */
    public static final int CHAIN_BROKEN = 3;
    /** The migration's phase forbids it. */
    public static final int REFUSED = 4;
    /** A server does not answer, or does not let us in. */
    public static final int UNREACHABLE = 5;

    private ExitCode() {}
}
