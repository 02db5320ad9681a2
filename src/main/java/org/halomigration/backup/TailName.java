package org.halomigration.backup;

/** How a tail is known in msdb and in its header: by the NAME it was taken with. */
public final class TailName {
    private TailName() {}

    public static String of(String migration, int attempt) {
        return "Halo Migration tail of " + migration + ", attempt " + attempt;
    }
}
