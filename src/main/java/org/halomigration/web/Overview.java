package org.halomigration.web;

import java.time.Instant;
import java.util.List;

/** What the first page shows. One bean implements it, on the journal; without one the page says that nothing is set up. */
public interface Overview {

    /** One row a migration, in the order to be shown. */
    List<Row> migrations();

    /** What stands now and is not ok, of every migration, oldest first. */
    List<Finding> findings();

    /** What is wrong with migration files, and keeps those migrations from running. */
    List<Problem> problems();

    /**
     * One migration. All text may come from outside and is escaped by the page.
     *
     * @param phase as the journal names it, such as {@code standing-by}
     * @param found backup sets that the source has found; sent and restored likewise
     * @param openFindings how many findings are not ok now
     * @param lastEventAt null where nothing has happened yet; lastEvent too
     */
    record Row(String name, String phase, long found, long sent, long restored, long openFindings, Instant lastEventAt, String lastEvent) {}

    /** @param place such as {@code config/migrations/acme.yaml:14} */
    record Problem(String place, String message) {}

    /** @param severity {@code warning} or {@code failed} @param advice null where there is none */
    record Finding(String migration, String severity, String detail, String advice) {}
}
