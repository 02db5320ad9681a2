package org.halomigration.backup;

/** What a backup set holds, under the numbers of RESTORE HEADERONLY and the letters of {@code msdb.dbo.backupset}. */
public enum BackupType {
    FULL(1, 'D', "full"),
    LOG(2, 'L', "log"),
    FILE(4, 'F', "file"),
    DIFFERENTIAL(5, 'I', "differential"),
    FILE_DIFFERENTIAL(6, 'G', "file differential"),
    PARTIAL(7, 'P', "partial"),
    PARTIAL_DIFFERENTIAL(8, 'Q', "partial differential");

    private final int number;
    private final char letter;
    private final String word;

    BackupType(int number, char letter, String word) {
        this.number = number;
        this.letter = letter;
        this.word = word;
    }

    /** BackupType in a header. */
    public int number() {
        return number;
    }

    /** type in {@code msdb.dbo.backupset}. */
    public char letter() {
        return letter;
    }

    /** The word people use for it, in lower case. */
    public String word() {
        return word;
    }
}
