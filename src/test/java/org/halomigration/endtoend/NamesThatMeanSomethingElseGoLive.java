package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.Test;

/** Names that T-SQL, a URI, Camel or a file would take for something else, wherever a migration has a name: nothing but names to the product. */
abstract class NamesThatMeanSomethingElseGoLive extends Scenario {
    private static final String DATABASE = "Halo]; DROP DATABASE x--";
    private static final String TARGET = "acme's \"halo\" [${body}] 100%_";
    private static final String ENDING = " 100% %41 #1 & a+b=c; it's [x] $1 ${body} $simple{body} {{halo.home}} RAW(y) Ü日本🙂";

    @Override
    void begin(Path directory) throws Exception {
        // Where journals, evidence and secrets are; what the JDBC URL of a journal cannot hold is left out.
        Path named = Files.createDirectories(directory.resolve("its 100% #1 & a+b=c [x] $1 Ü日本🙂"));
        world = new World(named, "acme", 100, MinaSftpServer::start, new World.Names(DATABASE, TARGET, ENDING));
        try (var connection = world.onSource(); var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE [x]");
        }
        world.onPremises.start();
        // A log file's path is a pattern to the logging library: a per cent sign in it means something there.
        product = Product.start(world, "--logging.file.name=" + directory.resolve("halo-migration.log"));
    }

    @Override
    void play() throws Exception {
        seed();
        sendAnother("LOG");
        world.halo.work(5);
        cutover();
        product.awaitPhase(Phase.LIVE);
    }

    @Test
    void itIsLiveOnEqualRows() throws Exception {
        assertLive(1, "is_in_standby");
    }

    @Test
    void filesKeepTheirNames() throws Exception {
        try (Stream<Path> sent = Files.list(world.backups); Stream<Path> landed = Files.list(world.landing)) {
            List<String> arrived = landed.map(Path::getFileName).map(Path::toString).filter(name -> !name.endsWith(".json") && !name.equals("to-source")).sorted().toList();
            assertThat(arrived)
                    .hasSize(5)
                    .anyMatch(name -> name.equals("SQL01_Halo" + ENDING + "_FULL_1.bak"))
                    .containsExactlyElementsOf(sent.map(Path::getFileName).map(Path::toString).filter(name -> !name.endsWith(".undo")).sorted().toList());
        }
    }

    @Test
    void noDatabaseWasDropped() throws Exception {
        assertThat(sourceState()).isNotEmpty();
        try (var connection = world.onSource(); var statement = connection.createStatement(); var rows = statement.executeQuery("SELECT COUNT(*) FROM sys.databases WHERE name = N'x'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void nothingWasTakenForAnythingElse() {
        // The checks before the migration have their warnings about any world like this.
        assertThat(product.operations().findings("acme")).filteredOn(finding -> !finding.contains(": warning: ")).isEmpty();
        assertThat(product.source().events().ofKind("acme", "finding.failed")).isEmpty();
        assertThat(product.target().events().ofKind("acme", "finding.failed")).isEmpty();
    }
}
