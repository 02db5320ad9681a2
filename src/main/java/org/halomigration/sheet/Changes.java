package org.halomigration.sheet;

import java.util.List;

/**
 * What became different between two looks at the sheets.
 *
 * @param added migrations that may start now
 * @param changed migrations whose sheet, or a mounted secret of theirs, is another; as they are now
 * @param removed migrations whose file is gone; as they were
 * @param appeared problems that were not there before
 * @param solved problems that are gone
 */
public record Changes(
        List<Migration> added, List<Migration> changed, List<Migration> removed, List<Problem> appeared, List<Problem> solved) {

    public boolean none() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && appeared.isEmpty() && solved.isEmpty();
    }
}
