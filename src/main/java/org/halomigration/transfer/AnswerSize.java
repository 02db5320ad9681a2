package org.halomigration.transfer;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/** Leaves an answer of one migration that is too large where it is, before a byte of it is fetched: an answer is taken into memory. */
public final class AnswerSize implements GenericFileFilter<Object> {
    private final Receipts receipts;
    private final String migration;

    public AnswerSize(Receipts receipts, String migration) {
        this.receipts = receipts;
        this.migration = migration;
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        if (file.isDirectory() || file.getFileLength() <= LandedDirectory.MOST_BYTES) {
            return true;
        }
        receipts.tooLarge(migration, file.getFileNameOnly(), file.getFileLength());
        return false;
    }
}
