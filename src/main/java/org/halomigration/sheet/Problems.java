package org.halomigration.sheet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file. */
final class Problems {
    private final Path file;
    private final List<Problem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void add(Place at, String expected, String found, String advice) {
        add(at.line(), null, at.key(), expected, found, advice);
    }

    void add(int line, Integer column, String key, String expected, String found, String advice) {
        this.found.add(new Problem(file, line, column, key, expected, found, advice));
    }

    int count() {
        return found.size();
    }

    /** In the order of the file. */
    List<Problem> list() {
        return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
