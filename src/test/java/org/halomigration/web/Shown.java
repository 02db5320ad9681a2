package org.halomigration.web;

import java.time.Instant;
import java.util.List;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;

/** What the page is given to show. */
@TestComponent
@Primary
class Shown implements Overview {
    volatile List<Row> rows = List.of();
    volatile List<Finding> findings = List.of();
    volatile List<Problem> problems = List.of();
    volatile RuntimeException failure;

    static Row row(String name, long openFindings, String lastEvent) {
        return new Row(name, "standing-by", 12, 11, 10, openFindings, Instant.parse("2026-12-04T20:00:00Z"), lastEvent);
    }

    void nothing() {
        rows = List.of();
        findings = List.of();
        problems = List.of();
        failure = null;
    }

    @Override
    public List<Row> migrations() {
        if (failure != null) {
            throw failure;
        }
        return rows;
    }

    @Override
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public List<Problem> problems() {
        return problems;
    }
}
