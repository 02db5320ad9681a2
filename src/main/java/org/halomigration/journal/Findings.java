package org.halomigration.journal;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What is known to be wrong, or was asked and found well. A finding is told when it starts, changes and ends, not on every look. */
public final class Findings {
    /** The kind of event by which a failure ends, whatever else is still to be said of its subject. */
    static final String MENDED = "finding.mended";

    private final Journal journal;

    Findings(Journal journal) {
        this.journal = journal;
    }

    public record Open(long id, String migration, Finding finding, OffsetDateTime since) {}

    /**
     * Records the answer of a check: opens, changes or (when it is ok) ends the finding on that subject.
     *
     * @return whether it is another answer than before
     */
    public boolean record(String migration, Finding said) {
        Finding finding = new Finding(said.check(), said.subject(), said.severity(), journal.shown(said.detail()), journal.shown(said.advice()), said.actor());
        Finding before = journal.together(() -> {
            List<Open> open = query("WHERE migration = ? AND check_id = ? AND subject = ? AND until IS NULL FOR UPDATE", migration, finding.check(), finding.subject());
            if (open.size() == 1 && open.get(0).finding().equals(finding)) {
                return finding;
            }
            journal.sql()
                    .sql("UPDATE finding SET until = ? WHERE migration = ? AND check_id = ? AND subject = ? AND until IS NULL")
                    .params(journal.now(), migration, finding.check(), finding.subject())
                    .update();
            journal.sql()
                    .sql("INSERT INTO finding (migration, check_id, subject, severity, detail, advice, actor, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(java.util.Arrays.asList(
                            migration, finding.check(), finding.subject(), finding.severity().text(), finding.detail(), finding.advice(), finding.actor(), journal.now()))
                    .update();
            return open.isEmpty() ? null : open.get(0).finding();
        });
        boolean changed = !Objects.equals(before, finding);
        if (changed) {
            String advice = finding.advice() == null ? "" : " → " + finding.advice();
            boolean mended = before != null && before.severity() == Finding.Severity.FAILED && finding.severity() != Finding.Severity.FAILED;
            journal.events()
                    .happened(migration, mended ? MENDED : "finding." + finding.severity().text(), finding.check() + " " + finding.severity().text() + ": " + finding.detail() + advice);
        }
        return changed;
    }

    /** Ends the finding of that check on that subject, if there is one. */
    public void end(String migration, String check, String subject) {
        boolean failed = query("WHERE migration = ? AND check_id = ? AND subject = ? AND until IS NULL AND severity = 'failed'", migration, check, subject).size() > 0;
        int ended = journal.sql()
                .sql("UPDATE finding SET until = ? WHERE migration = ? AND check_id = ? AND subject = ? AND until IS NULL AND severity <> 'ok'")
                .params(journal.now(), migration, check, subject)
                .update();
        if (ended > 0) {
            journal.events().happened(migration, failed ? MENDED : "finding.ended", check + " no longer: " + subject);
        }
    }

    /** Ends every finding of that check whose subject is not in {@code still}. */
    public void endOthers(String migration, String check, java.util.Collection<String> still) {
        query("WHERE migration = ? AND check_id = ? AND until IS NULL AND severity <> 'ok'", migration, check).stream()
                .filter(open -> !still.contains(open.finding().subject()))
                .forEach(open -> end(migration, check, open.finding().subject()));
    }

    /** Records all that a check answers now: what it said before about other subjects ends, an ok without a word. */
    public void answered(String migration, String check, List<Finding> answers) {
        answers.forEach(answer -> record(migration, answer));
        List<String> subjects = answers.stream().map(Finding::subject).toList();
        endOthers(migration, check, subjects);
        query("WHERE migration = ? AND check_id = ? AND until IS NULL", migration, check).stream()
                .filter(open -> !subjects.contains(open.finding().subject()))
                .forEach(open -> journal.sql().sql("UPDATE finding SET until = ? WHERE id = ?").params(journal.now(), open.id()).update());
    }

    /** Findings that stand now: warnings and failures first asked last. */
    public List<Open> open(String migration) {
        return query("WHERE migration = ? AND until IS NULL ORDER BY id", migration);
    }

    private List<Open> query(String where, Object... parameters) {
        return journal.sql()
                .sql("SELECT id, migration, check_id, subject, severity, detail, advice, actor, since FROM finding " + where)
                .params(parameters)
                .query((row, n) -> new Open(
                        row.getLong("id"),
                        row.getString("migration"),
                        new Finding(
                                row.getString("check_id"),
                                row.getString("subject"),
                                Finding.Severity.valueOf(row.getString("severity").toUpperCase(Locale.ROOT)),
                                row.getString("detail"),
                                row.getString("advice"),
                                row.getString("actor")),
                        row.getObject("since", OffsetDateTime.class)))
                .list();
    }
}
