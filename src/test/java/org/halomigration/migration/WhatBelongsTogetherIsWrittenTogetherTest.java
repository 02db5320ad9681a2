package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends between what it says, marks and moves leaves none of it: half would leave the other side waiting for ever. */
class WhatBelongsTogetherIsWrittenTogetherTest {
    @TempDir
    Path directory;

    private TwoJournals sides;

    @BeforeEach
    void open() {
        sides = new TwoJournals(directory);
    }

    @AfterEach
    void close() {
        sides.close();
    }

    @Test
    void theBeginningOfACutover() {
        sides.source.sql().sql("DELETE FROM message").update();
        sides.source.phases().move("acme", Phase.CUTTING_OVER, Phase.STANDING_BY, null);
        allOrNothing(sides.source, "message", "FALSE", () -> sides.leaving.begin(sides.migrationWithLogin(), "ops"));
        assertThat(sides.source.phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
    }

    @Test
    void theFence() {
        allOrNothing(sides.target, "migration", "phase <> 'backed-out'", () -> sides.arriving.fenced(sides.migration));
        assertThat(sides.target.messages().newest("acme", 1, "fenced")).isEmpty();
        assertThat(sides.target.events().ofKind("acme", "cutover.fenced")).isEmpty();
    }

    @Test
    void theReturnOfTheSource() {
        List<Map<String, Object>> open = List.of(Map.of("state_desc", "ONLINE", "is_read_only", false, "user_access_desc", "MULTI_USER"));
        allOrNothing(sides.source, "migration", "phase <> 'backed-out'", () -> sides.leaving.backedOut(sides.migration, open));
        assertThat(sides.source.messages().newest("acme", 1, "backed-out")).isEmpty();
        assertThat(sides.source.events().ofKind("acme", "cutover.backed-out")).isEmpty();
    }

    /** What is written last cannot be written. */
    private static void allOrNothing(Journal journal, String table, String rule, ThrowingCallable step) {
        journal.sql().sql("ALTER TABLE " + table + " ADD CONSTRAINT stopped CHECK (" + rule + ")").update();
        assertThatThrownBy(step).hasMessageContaining("STOPPED");
    }
}
