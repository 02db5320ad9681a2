package org.halomigration.migration;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.halomigration.journal.Journal;
import org.halomigration.restore.Chain;
import org.halomigration.restore.FreeSpace;
import org.halomigration.restore.HeldRestores;
import org.halomigration.restore.Restores;
import org.halomigration.restore.Tasks;
import org.halomigration.transfer.ArrivingFiles;
import org.halomigration.transfer.DamagedSets;
import org.halomigration.transfer.Landing;
import org.halomigration.transfer.LandingWatch;
import org.halomigration.transfer.ManifestHeaders;
import org.halomigration.transfer.TargetAnswers;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What only a process needs that plays the target. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression(MigrationConfiguration.TARGET)
class TargetSide {
    @Bean
    Notices targetNotices(@Qualifier("targetJournal") Journal journal, List<Journal> all, NotifyProperties how) {
        return new Notices(journal, all.size() == 1, how);
    }

    @Bean
    Preflight targetPreflight(@Qualifier("targetJournal") Journal journal, HaloProperties halo, @Value("${halo.preflight-every:1h}") Duration every) {
        return new Preflight(journal, halo.evidence(), every);
    }

    @Bean
    ArrivingFiles arriving(@Qualifier("targetJournal") Journal journal) {
        return new ArrivingFiles(journal);
    }

    @Bean
    Landing landing(@Qualifier("targetJournal") Journal journal, ArrivingFiles arriving) {
        return new Landing(journal, arriving);
    }

    /** What has landed is a hint: a stage that failed is left to its pause. */
    @Bean
    LandingWatch landingWatch(Work work) throws IOException {
        return new LandingWatch(migration -> work.look("receive", migration));
    }

    @Bean
    DamagedSets damagedSets(@Qualifier("targetJournal") Journal journal, Landing landing) {
        return new DamagedSets(journal, landing);
    }

    @Bean
    TargetAnswers answers(@Qualifier("targetJournal") Journal journal) {
        return new TargetAnswers(journal);
    }

    @Bean
    HeldRestores heldRestores() {
        return new HeldRestores();
    }

    @Bean
    Restores restores(@Qualifier("targetJournal") Journal journal, HeldRestores held) {
        return new Restores(journal, held);
    }

    @Bean
    Chain chain(@Qualifier("targetJournal") Journal journal, Restores restores, HeldRestores held) {
        return new Chain(journal, restores, held);
    }

    @Bean
    Tasks tasks(@Qualifier("targetJournal") Journal journal) {
        return new Tasks(journal);
    }

    @Bean
    FreeSpace freeSpace(@Qualifier("targetJournal") Journal journal) {
        return new FreeSpace(journal);
    }

    @Bean
    ManifestHeaders manifestHeaders() {
        return new ManifestHeaders();
    }

    @Bean
    TargetCutover targetCutover(@Qualifier("targetJournal") Journal journal, Work work, SqlInstances instances) {
        return new TargetCutover(journal, work, instances);
    }

    @Bean
    Dossier targetDossier(@Qualifier("targetJournal") Journal journal, HaloProperties halo) {
        return new Dossier(journal, halo.evidence());
    }

    @Bean
    HostedDatabase hosted(@Qualifier("targetJournal") Journal journal) {
        return new HostedDatabase(journal);
    }

    @Bean
    Uat uat(@Qualifier("targetJournal") Journal journal, Chain chain, SqlInstances instances, Work work) {
        return new Uat(journal, chain, instances, work);
    }

    @Bean
    UatCopy uatCopy(@Qualifier("targetJournal") Journal journal, Chain chain, SqlInstances instances) {
        return new UatCopy(journal, chain, instances);
    }
}
