package org.halomigration.journal;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where each migration stands, as this role knows it. */
public final class Phases {
    private final Journal journal;
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    Phases(Journal journal) {
        this.journal = journal;
    }

    /** A migration's place: its phase since when, and which attempt it is. */
    public record Place(String name, Phase phase, OffsetDateTime since, int attempt) {}

    /** Makes the migration known, in phase preparing and attempt 1, unless it is known already. */
    public void register(String migration) {
        journal.together(() -> {
            OffsetDateTime now = journal.now();
            int added = journal.sql()
                    .sql("INSERT INTO migration (name, phase, since, attempt) SELECT ?, ?, ?, 1 WHERE NOT EXISTS (SELECT 1 FROM migration WHERE name = ?)")
                    .params(migration, Phase.PREPARING.text(), now, migration)
                    .update();
            if (added == 1) {
                journal.sql().sql("INSERT INTO attempt (migration, number, started) VALUES (?, 1, ?)").params(migration, now).update();
            }
            return added;
        });
    }

    /** @throws IllegalArgumentException when no such migration was ever registered */
    public Place of(String migration) {
        return places("WHERE name = ?", migration).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The journal of the " + journal.role() + " knows no migration called " + migration + "."));
    }

    public List<Place> all() {
        return places("ORDER BY name");
    }

    public int attempt(String migration) {
        return attempts.computeIfAbsent(migration, name -> of(name).attempt());
    }

    /**
     * Moves a migration on, if it still stands where the caller saw it.
     *
     * @return whether this call moved it: of two callers with the same {@code from}, one does
     */
    public boolean move(String migration, Phase from, Phase to, String actor) {
        return journal.together(() -> {
            boolean moved = journal.sql()
                            .sql("UPDATE migration SET phase = ?, since = ? WHERE name = ? AND phase = ?")
                            .params(to.text(), journal.now(), migration, from.text())
                            .update()
                    == 1;
            if (moved) {
                journal.events().happened(migration, null, "phase." + to.text(), "phase " + from.text() + " → " + to.text(), null, actor);
            }
            return moved;
        });
    }

    /** Ends this attempt as backed out and begins the next one. */
    public void nextAttempt(String migration, String outcome) {
        journal.together(() -> {
            OffsetDateTime now = journal.now();
            int attempt = of(migration).attempt();
            journal.sql()
                    .sql("UPDATE attempt SET ended = ?, outcome = ? WHERE migration = ? AND number = ?")
                    .params(now, outcome, migration, attempt)
                    .update();
            journal.sql().sql("INSERT INTO attempt (migration, number, started) VALUES (?, ?, ?)").params(migration, attempt + 1, now).update();
            return journal.sql().sql("UPDATE migration SET attempt = ? WHERE name = ?").params(attempt + 1, migration).update();
        });
        attempts.remove(migration);
    }

    private List<Place> places(String where, Object... parameters) {
        return journal.sql()
                .sql("SELECT name, phase, since, attempt FROM migration " + where)
                .params(parameters)
                .query((row, n) -> new Place(
                        row.getString("name"),
                        Phase.of(row.getString("phase")),
                        row.getObject("since", OffsetDateTime.class),
                        row.getInt("attempt")))
                .list();
    }
}
