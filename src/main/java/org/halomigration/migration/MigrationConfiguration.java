package org.halomigration.migration;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import jakarta.mail.Session;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.halomigration.check.ChainGuard;
import org.halomigration.check.CheckRoutes;
import org.halomigration.check.CollectFindings;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Retention;
import org.halomigration.restore.Chain;
import org.halomigration.restore.FreeSpace;
import org.halomigration.restore.HeldRestores;
import org.halomigration.restore.Restores;
import org.halomigration.restore.Tasks;
import org.halomigration.sftp.SlicedSftpComponent;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.ArrivingFiles;
import org.halomigration.transfer.Backups;
import org.halomigration.transfer.DamagedSets;
import org.halomigration.transfer.Landing;
import org.halomigration.transfer.LandingWatch;
import org.halomigration.transfer.ManifestHeaders;
import org.halomigration.transfer.Outbox;
import org.halomigration.transfer.Receipts;
import org.halomigration.transfer.TargetAnswers;
import org.halomigration.transfer.Traffic;
import org.halomigration.transfer.Uploads;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the beans that the routes call, for the roles that this process plays. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HaloProperties.class, NotifyProperties.class})
class MigrationConfiguration {
    private static final String SOURCE = "'${halo.role:both}' != 'target'";
    private static final String TARGET = "'${halo.role:both}' != 'source'";

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Retention retention(List<Journal> journals, @Value("${halo.journal-retention:400d}") Duration keep) {
        return new Retention(journals, keep);
    }

    @Bean
    RouteSwitches routeSwitches(List<Journal> journals) {
        return new RouteSwitches(journals);
    }

    @Bean
    @ConditionalOnExpression(SOURCE)
    Journal sourceJournal(HaloProperties halo, Clock clock) {
        return new Journal("source", halo.home(), clock);
    }

    @Bean
    @ConditionalOnExpression(TARGET)
    Journal targetJournal(HaloProperties halo, Clock clock) {
        return new Journal("target", halo.home(), clock);
    }

    @Bean
    Migrations migrations(HaloProperties halo, CamelContext camel, List<Journal> journals, ObjectProvider<MigrationMBeans> mbeans) {
        return new Migrations(halo, camel, journals, mbeans);
    }

    @Bean
    Work work(HaloProperties halo, Migrations migrations, CamelContext camel, List<Journal> journals) throws Exception {
        Work work = new Work(migrations, camel.createProducerTemplate(), halo.pauses());
        for (Journal journal : journals) {
            for (Map.Entry<String, HaloProperties.Pool> pool : halo.poolsOf(journal.role()).entrySet()) {
                work.pool(pool.getKey(), pool.getValue().threads(), pool.getValue().stages(), journal);
            }
        }
        return work;
    }

    @Bean
    Engine engine(Work work, Migrations migrations) {
        return new Engine(work, migrations);
    }

    @Bean
    SqlInstances instances(HaloProperties halo, CamelContext camel) {
        return new SqlInstances(camel, halo.routes(), halo.evidence());
    }

    /** In place of Camel's own: whatever a route sends by {@code sftp} goes in slices. */
    @Bean("sftp")
    SlicedSftpComponent sftp() {
        return new SlicedSftpComponent();
    }

    @Bean
    Commands commands() {
        return new Commands();
    }

    @Bean
    RemoteShell remoteShell() {
        return new RemoteShell();
    }

    /** Each version of a route or statement goes into the journals when it takes effect. */
    @Bean
    RouteFiles.Listener definitions(List<Journal> journals) {
        return (kind, file, sha256) -> journals.forEach(journal -> journal.definitions().loaded(kind, file.toString(), sha256));
    }

    /** A route or statement that was wrong may be right now. */
    @Bean
    RouteFiles.Listener repairs(Work work) {
        return (kind, file, sha256) -> work.tryAgain();
    }

    @Bean
    CheckRoutes checks(CamelContext camel) {
        return new CheckRoutes(camel);
    }

    @Bean
    CollectFindings findings() {
        return new CollectFindings();
    }

    @Bean
    Webhook webhook() {
        return new Webhook();
    }

    @Bean
    Session notifyMail(NotifyProperties how) {
        return how.session();
    }

    @Bean
    Story story(List<Journal> journals) {
        return new Story(journals);
    }

    @Bean
    Operations operations(
            Migrations migrations, ObjectProvider<SourceCutover> source, ObjectProvider<Traffic> traffic, ObjectProvider<Uploads> uploads, ObjectProvider<Uat> uat,
            ObjectProvider<HeldRestores> held, Work work, List<Journal> journals) {
        return new Operations(migrations, source.getIfAvailable(), traffic.getIfAvailable(), uploads.getIfAvailable(), uat.getIfAvailable(), held.getIfAvailable(), work, journals);
    }

    @Bean
    MigrationMBeans migrationMBeans(Operations operations) {
        return new MigrationMBeans(operations);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression(SOURCE)
    static class SourceSide {
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

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression(TARGET)
    static class TargetSide {
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
}
