package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.halomigration.tsql.SqlServer;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class WorkTest {
    private static final List<Duration> PAUSES = List.of(Duration.ofMillis(100), Duration.ofSeconds(1));

    @TempDir
    Path directory;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile RuntimeException failure;
    private volatile boolean receiptsFail;
    private Journal journal;
    private Migrations migrations;
    private Work work;

    @BeforeEach
    void start() throws Exception {
        journal = new Journal("source", directory.resolve("journal"), Clock.systemUTC());
        Path sheets = Files.createDirectories(directory.resolve("migrations"));
        for (String name : List.of("acme", "beta")) {
            Files.writeString(
                    sheets.resolve(name + ".yaml"),
                    """
                    customer: {name: Acme}
                    source: {database: Halo, backups: [{path: /backups}]}
                    landing-zone: {host: localhost, username: a, private-key: /key, directory: /%s}
                    """.formatted(name));
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:push").process(exchange -> {
                    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    runs.incrementAndGet();
                    gate.await();
                    atOnce.decrementAndGet();
                    assertThat(exchange.getVariable("migration", Migration.class)).isNotNull();
                    if (failure != null) {
                        throw failure;
                    }
                });
                from("direct:receipts").process(exchange -> {
                    if (receiptsFail) {
                        throw new IllegalStateException("the landing zone is full");
                    }
                });
                from("direct:quiesce").to("direct:push");
                from("direct:backout").to("direct:push");
            }
        });
        camel.start();
        HaloProperties halo = new HaloProperties("source", directory, Path.of("routes"), sheets, directory, PAUSES, Map.of());
        migrations = new Migrations(halo, camel, List.of(journal), new StaticListableBeanFactory().getBeanProvider(MigrationMBeans.class));
        migrations.refresh();
        assertThat(migrations.problems()).isEmpty();
        work = engine();
    }

    private Work engine() throws Exception {
        return engine(PAUSES);
    }

    private Work engine(List<Duration> pauses) throws Exception {
        Work made = new Work(migrations, camel.createProducerTemplate(), pauses);
        made.pool("transfers", 3, List.of("push", "receipts", "quiesce", "backout"), journal);
        made.start();
        return made;
    }

    /** So long that what runs again has been asked for. */
    private void failOnceAndPauseForHours() throws Exception {
        work.close();
        work = engine(List.of(Duration.ofHours(1)));
        failure = new IllegalStateException("the landing zone is full");
        work.due("push", "acme");
        await().until(() -> !journal.findings().open("acme").isEmpty());
        failure = null;
    }

    private void runsAgainAtOnce() {
        await().atMost(Duration.ofSeconds(30)).until(() -> journal.findings().open("acme").isEmpty());
        assertThat(runs).hasValueGreaterThanOrEqualTo(2);
    }

    @AfterEach
    void stop() throws Exception {
        gate.countDown();
        work.close();
        camel.stop();
        journal.close();
    }

    @Test
    void askingFiveTimesWhileItRunsGivesOneMoreRunAndNeverTwoAtOnce() {
        gate = new CountDownLatch(1);
        work.due("push", "acme");
        await().until(() -> runs.get() == 1);
        for (int i = 0; i < 5; i++) {
            work.due("push", "acme");
        }
        gate.countDown();

        await().until(() -> runs.get() == 2 && atOnce.get() == 0);
        await().during(Duration.ofMillis(300)).until(() -> runs.get() == 2);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void migrationsDoNotWaitForEachOther() {
        gate = new CountDownLatch(1);
        work.due("push", "acme");
        work.due("push", "beta");

        await().until(() -> atOnce.get() == 2);
    }

    /** Else a backout would start what a cutover is still stopping. */
    @Test
    void stagesThatSwitchASideOfAMigrationRunOneAtATime() {
        gate = new CountDownLatch(1);
        work.due("quiesce", "acme");
        await().until(() -> runs.get() == 1);
        work.due("backout", "acme");
        work.due("backout", "beta");

        await().until(() -> runs.get() == 2);
        await().during(java.time.Duration.ofMillis(500)).until(() -> runs.get() == 2);
        gate.countDown();
        await().atMost(java.time.Duration.ofSeconds(30)).until(() -> runs.get() == 3 && atOnce.get() == 0);
        assertThat(mostAtOnce).as("of two migrations").hasValue(2);
    }

    /** An endpoint that was made with the former login asks with the new one. */
    @Test
    void aChangedLoginReachesTheEndpointsThatAreThere() throws Exception {
        Path sheet = directory.resolve("migrations/acme.yaml");
        String with = Files.readString(sheet).replace("database: Halo,", "database: Halo, sql: {url: \"jdbc:sqlserver://one;integratedSecurity=true\"},");
        Files.writeString(sheet, with);
        migrations.refresh();
        DelegatingDataSource held = camel.getRegistry().lookupByNameAndType("acme.source", DelegatingDataSource.class);
        DataSource former = held.getTargetDataSource();
        Files.writeString(sheet, with.replace("//one", "//another"));
        migrations.refresh();

        assertThat(migrations.problems()).isEmpty();
        assertThat(camel.getRegistry().lookupByName("acme.source")).isInstanceOfAny(DelegatingDataSource.class, SqlServer.class);
        assertThat(held.getTargetDataSource()).isNotSameAs(former);
        assertThat(held.getTargetDataSource().toString()).contains("another");
    }

    @Test
    void aFailureIsToldOnceAndTriedAgainUntilItIsGone() {
        failure = new IllegalStateException("the landing zone is full");
        work.due("push", "acme");
        await().until(() -> runs.get() >= 2);

        assertThat(journal.findings().open("acme")).singleElement().satisfies(open -> {
            assertThat(open.finding().severity()).isEqualTo(Finding.Severity.FAILED);
            assertThat(open.finding().detail()).isEqualTo("push: the landing zone is full");
        });
        assertThat(journal.events().ofKind("acme", "finding.failed")).hasSize(1);
        failure = null;
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.findings().open("acme").isEmpty());
    }

    @Test
    void aTickLeavesAStageThatFailedToItsPause() throws Exception {
        failOnceAndPauseForHours();
        for (int i = 0; i < 5; i++) {
            work.look("push", "acme");
        }

        await().during(Duration.ofMillis(500)).until(() -> runs.get() == 1);
    }

    @Test
    void aChangedMigrationFileEndsThePause() throws Exception {
        failOnceAndPauseForHours();
        Path sheet = directory.resolve("migrations/acme.yaml");
        Files.writeString(sheet, Files.readString(sheet).replace("username: a", "username: another"));
        migrations.refresh();
        work.look("push", "acme");

        runsAgainAtOnce();
    }

    @Test
    void anotherStageThatWorksAgainEndsThePause() throws Exception {
        failOnceAndPauseForHours();
        receiptsFail = true;
        work.due("receipts", "acme");
        await().until(() -> journal.findings().open("acme").size() == 2);
        receiptsFail = false;
        work.due("receipts", "acme");

        runsAgainAtOnce();
    }

    @Test
    void aStageThatNeverFailedEndsNoPause() throws Exception {
        failOnceAndPauseForHours();
        work.due("receipts", "acme");

        await().during(Duration.ofMillis(500)).until(() -> runs.get() == 1);
    }

    @Test
    void whatMayBeRepairedIsTriedAgain() throws Exception {
        failOnceAndPauseForHours();
        work.tryAgain();

        runsAgainAtOnce();
    }

    @Test
    void eachFailureWaitsItsPauseAndTheLastOneFromThenOn() throws Exception {
        work.close();
        work = engine(List.of(Duration.ofMillis(10), Duration.ofHours(1)));
        failure = new IllegalStateException("the landing zone is full");
        work.due("push", "acme");

        await().until(() -> runs.get() == 2);
        await().during(Duration.ofMillis(500)).until(() -> runs.get() == 2);
    }

    @Test
    void aStageWithoutAPoolIsNamed() {
        HaloProperties halo = new HaloProperties("source", directory, directory, directory, directory, PAUSES, Map.of("source", Map.of("all", new HaloProperties.Pool(1,
                List.of("announce", "backout", "collect", "guard", "notify-source", "preflight-source", "prove", "push", "quiesce")))));
        assertThatThrownBy(() -> halo.poolsOf("source")).hasMessageContaining("halo.pools.source has no pool for hurry, receipts,");
        assertThatThrownBy(() -> halo.poolsOf("target")).hasMessageContaining("ask-uat");
    }

    @Test
    void pausesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new HaloProperties("source", directory, directory, directory, directory, List.of(), Map.of())).hasMessageContaining("halo.pauses");
        assertThatThrownBy(() -> new HaloProperties("source", directory, directory, directory, directory, List.of(Duration.ZERO), Map.of()))
                .hasMessageContaining("longer than zero");
    }

    @Test
    void whatWasDueWhenTheProcessEndedRunsAtTheNextStart() throws Exception {
        work.close();
        int before = runs.get();
        Work stopped = new Work(migrations, camel.createProducerTemplate(), PAUSES);
        stopped.pool("transfers", 3, List.of("push"), journal);
        stopped.due("push", "acme");
        assertThat(runs).hasValue(before);
        stopped.close();

        work = engine();

        await().until(() -> runs.get() == before + 1);
    }

    @Test
    void aLaterTimeNeverPutsOffWhatIsDueSooner() {
        work.dueIn("push", "acme", Duration.ofMillis(200));
        work.dueIn("push", "acme", Duration.ofHours(1));

        await().until(() -> runs.get() == 1);
    }

    @Test
    void aStageWithoutARouteIsAFindingThatNamesIt() throws Exception {
        camel.getRouteController().stopRoute(camel.getRoutes().get(0).getRouteId());
        work.due("push", "acme");

        await().until(() -> !journal.findings().open("acme").isEmpty());
        assertThat(journal.findings().open("acme").get(0).finding().advice()).contains("route is not loaded");
    }

    @Test
    void stagesOfARoleThatIsNotPlayedAreNothingToDo() {
        work.due("restore", "acme");

        assertThat(journal.findings().open("acme")).isEmpty();
    }

    @Test
    void aScheduleRunsTheStageAndIsTakenAwayAgain() throws Exception {
        work.schedule("push", "acme", "0/1 * * * * ?");
        await().until(() -> runs.get() >= 2);
        work.schedule("push", "acme", null);
        int now = runs.get();

        await().during(Duration.ofMillis(1500)).atMost(Duration.ofSeconds(5)).until(() -> runs.get() <= now + 1);
    }
}
