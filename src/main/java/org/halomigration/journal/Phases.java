package org.halomigration.journal;

import java.time.OffsetDateTime;
import java.util.List;

/** Where each migration stands, as this role knows it. */
public final class Phases {
    private final Journal journal;

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

    /** As {@link #of}, inside {@link Journal#together}: until that ends nobody else moves the migration, or holds it. */
    public Place hold(String migration) {
        return places("WHERE name = ? FOR UPDATE", migration).get(0);
    }

    public List<Place> all() {
        return places("ORDER BY name");
    }

    public int attempt(String migration) {
        return of(migration).attempt();
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

    /**
     * Ends an attempt that was backed out and begins the next one, which is seeding: all or nothing, so that no attempt is ever counted
     * that nobody began.
     *
     * @return whether this call did it
     */
    public boolean nextAttempt(String migration) {
        return journal.together(() -> {
            OffsetDateTime now = journal.now();
            int counted = journal.sql()
                    .sql("UPDATE migration SET attempt = attempt + 1 WHERE name = ? AND phase = ?")
                    .params(migration, Phase.BACKED_OUT.text())
                    .update();
            if (counted == 0) {
                return false;
            }
            int attempt = attempt(migration);
            journal.sql()
                    .sql("UPDATE attempt SET ended = ?, outcome = ? WHERE migration = ? AND number = ?")
                    .params(now, Phase.BACKED_OUT.text(), migration, attempt - 1)
                    .update();
            journal.sql().sql("INSERT INTO attempt (migration, number, started) VALUES (?, ?, ?)").params(migration, attempt, now).update();
            return move(migration, Phase.BACKED_OUT, Phase.SEEDING, null);
        });
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
