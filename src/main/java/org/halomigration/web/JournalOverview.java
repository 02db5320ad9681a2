package org.halomigration.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.migration.Migrations;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

/** The first page's rows, from the journals: a number of queries that does not grow with the number of migrations. */
@Component
final class JournalOverview implements Overview {
    private final List<Journal> journals;
    private final Migrations migrations;

    JournalOverview(List<Journal> journals, Migrations migrations) {
        this.journals = journals;
        this.migrations = migrations;
    }

    private record Counted(String migration, long found, long sent, long restored) {}

    private record Last(String migration, OffsetDateTime at, String text) {}

    @Override
    public List<Row> migrations() {
        // Where both roles are played the source leads: it knows the sets first, and learns the rest by receipt.
        Journal journal = journals.get(0);
        Map<String, Counted> sets = new HashMap<>();
        journal.sql()
                .sql("SELECT migration, COUNT(*) AS found, SUM(CASE WHEN state <> 'found' THEN 1 ELSE 0 END) AS sent, "
                        + "SUM(CASE WHEN state = 'restored' THEN 1 ELSE 0 END) AS restored FROM backup_set GROUP BY migration")
                .query((RowMapper<Counted>) (row, n) -> new Counted(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .list()
                .forEach(counted -> sets.put(counted.migration(), counted));
        Map<String, Long> findings = new HashMap<>();
        Map<String, Last> last = new HashMap<>();
        for (Journal each : journals) {
            each.sql()
                    .sql("SELECT migration, COUNT(*) FROM finding WHERE until IS NULL AND severity <> 'ok' GROUP BY migration")
                    .query((row, n) -> Map.entry(row.getString(1), row.getLong(2)))
                    .list()
                    .forEach(entry -> findings.merge(entry.getKey(), entry.getValue(), Long::sum));
            each.sql()
                    .sql("SELECT migration, at, text FROM event WHERE id IN (SELECT MAX(id) FROM event GROUP BY migration) AND migration IS NOT NULL")
                    .query(Last.class)
                    .list()
                    .forEach(event -> last.merge(event.migration(), event, (a, b) -> a.at().isAfter(b.at()) ? a : b));
        }
        List<Row> rows = new ArrayList<>();
        journal.phases().all().forEach(place -> {
            Counted counted = sets.getOrDefault(place.name(), new Counted(place.name(), 0, 0, 0));
            Last event = last.get(place.name());
            Instant at = event == null ? null : event.at().toInstant();
            rows.add(new Row(
                    place.name(),
                    place.phase().text(),
                    counted.found(),
                    counted.sent(),
                    counted.restored(),
                    findings.getOrDefault(place.name(), 0L),
                    at,
                    event == null ? null : event.text()));
        });
        return rows;
    }

    @Override
    public List<Finding> findings() {
        return journals.stream()
                .flatMap(journal -> journal.sql()
                        .sql("SELECT migration, severity, detail, advice FROM finding WHERE until IS NULL AND severity <> 'ok' ORDER BY migration, id")
                        .query(Finding.class)
                        .list()
                        .stream())
                .toList();
    }

    @Override
    public List<Problem> problems() {
        return migrations.problems().stream()
                .map(problem -> new Problem(problem.place(), problem.text()))
                .toList();
    }
}
