package org.halomigration.migration;

import java.time.Clock;
import java.time.Duration;
import jakarta.mail.Session;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.halomigration.check.CheckRoutes;
import org.halomigration.check.CollectFindings;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Retention;
import org.halomigration.restore.HeldRestores;
import org.halomigration.sftp.SlicedSftpComponent;
import org.halomigration.transfer.Traffic;
import org.halomigration.transfer.Uploads;
import org.springframework.beans.factory.ObjectProvider;
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
    static final String SOURCE = "'${halo.role:both}' != 'target'";
    static final String TARGET = "'${halo.role:both}' != 'source'";

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
}
