package org.halomigration.restore;

import java.util.Arrays;

/** Rows on their way to be hashed: their bytes, one after the other, and where each of them ends. A long row goes on in the next block. */
final class RowBlock {
    static final int BYTES = 256 * 1024;

    final byte[] bytes = new byte[BYTES];
    int used;
    int rows;
    private int[] ends = new int[256];

    /** What was put so far belongs to a row that ends here. */
    void endRow() {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, 2 * rows);
        }
        ends[rows++] = used;
    }

    int end(int row) {
        return ends[row];
    }

    void clear() {
        used = 0;
        rows = 0;
    }
}
