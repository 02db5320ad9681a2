package org.halomigration.migration;

import java.time.Duration;
import org.halomigration.check.ChainGuard;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Backups;
import org.halomigration.transfer.Outbox;
import org.halomigration.transfer.Receipts;
import org.halomigration.transfer.Traffic;
import org.halomigration.transfer.Uploads;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only a process needs that plays the source. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression(MigrationConfiguration.SOURCE)
class SourceSide {
    @Bean
    Notices sourceNotices(@Qualifier("sourceJournal") Journal journal, NotifyProperties how) {
        return new Notices(journal, true, how);
    }

    @Bean
    Preflight sourcePreflight(@Qualifier("sourceJournal") Journal journal, HaloProperties halo, @Value("${halo.preflight-every:1h}") Duration every) {
        return new Preflight(journal, halo.evidence(), every);
    }

    @Bean
    ChainGuard chainGuard(@Qualifier("sourceJournal") Journal journal, @Value("${halo.checks.on-its-way:10m}") Duration young) {
        return new ChainGuard(journal, young);
    }

    @Bean
    Backups backups(@Qualifier("sourceJournal") Journal journal, Receipts receipts) {
        return new Backups(journal, receipts);
    }

    @Bean
    Traffic traffic(@Qualifier("sourceJournal") Journal journal, Migrations migrations) {
        return new Traffic(journal, name -> migrations.find(name).map(Migration::landingZone));
    }

    @Bean
    Outbox outbox(@Qualifier("sourceJournal") Journal journal, Traffic traffic) {
        return new Outbox(journal, traffic);
    }

    @Bean
    Uploads uploads(@Qualifier("sourceJournal") Journal journal) {
        return new Uploads(journal);
    }

    @Bean
    Receipts receipts(@Qualifier("sourceJournal") Journal journal) {
        return new Receipts(journal);
    }

    @Bean
    Dossier sourceDossier(@Qualifier("sourceJournal") Journal journal, HaloProperties halo) {
        return new Dossier(journal, halo.evidence());
    }

    @Bean
    SourceCutover sourceCutover(@Qualifier("sourceJournal") Journal journal, Work work, SqlInstances instances, Traffic traffic) {
        return new SourceCutover(journal, work, instances, traffic);
    }
}
