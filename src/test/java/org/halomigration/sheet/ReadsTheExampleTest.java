package org.halomigration.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The example in the repository is complete, and right as it stands. */
class ReadsTheExampleTest {
    private static final Path EXAMPLE = Path.of("config/migrations/acme.yaml.example");

    @TempDir
    Path directory;

    private Path acme;
    private SheetReader reader;

    @BeforeEach
    void mountSecrets() throws IOException {
        Path passphrase = Files.writeString(directory.resolve("acme_passphrase"), "passphrase-pa55\n");
        acme = Files.writeString(directory.resolve("acme.yaml"),
                Files.readString(EXAMPLE).replace("/run/secrets/acme_passphrase", passphrase.toString().replace('\\', '/')));
        Map<String, String> special = Map.of("ACME_SLACK_URL", "https://hooks.slack.example/pa55", "ACME_TEAMS_URL", "https://hooks.teams.example/pa55");
        reader = new SheetReader(name -> special.getOrDefault(name, name.toLowerCase() + "-pa55"));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void withoutAProblemInEveryRole(Role role) {
        assertThat(reader.read(acme, role).problems()).isEmpty();
    }

    @Test
    void intoTheValuesThatStandThere() {
        Migration migration = reader.read(acme, Role.BOTH).migration().orElseThrow();

        assertThat(migration.name()).isEqualTo("acme");
        assertThat(migration.sha256()).matches("[0-9a-f]{64}");
        assertThat(migration.timeline().completionDate()).isEqualTo(LocalDate.of(2026, 12, 5));
        assertThat(migration.timeline().cutover()).isEqualTo(new Migration.Cutover(
                LocalDateTime.of(2026, 12, 4, 20, 0), LocalDateTime.of(2026, 12, 4, 22, 0), ZoneId.of("Europe/London")));
        assertThat(migration.source().expectedSize()).isEqualTo(60_000_000_000L);
        assertThat(migration.source().sql().url()).startsWith("jdbc:sqlserver://sql01\\HALO;");
        assertThat(migration.source().sql().password().reveal()).isEqualTo("acme_source_password-pa55");
        assertThat(migration.source().backups()).containsExactly(
                new Source.BackupDirectory(Path.of("\\\\backup01\\halo"), "D:\\Backup\\Halo"));
        assertThat(migration.source().settle()).isEqualTo(Duration.ofSeconds(10));
        assertThat(migration.source().application().stop()).extracting(Command::kind).containsExactly("exec", "ssh", "exec");
        assertThat(migration.source().application().stoppedWhen().get(1).expect()).isEqualTo("no session");
        assertThat(migration.landingZone().port()).isEqualTo(22);
        assertThat(migration.landingZone().passphrase().reveal()).isEqualTo("passphrase-pa55");
        assertThat(migration.landingZone().limit()).isEqualTo(500_000_000_000L);
        assertThat(migration.target().application().prepare().get(0).http().authorization().reveal())
                .isEqualTo("Bearer acme_ops_token-pa55");
        assertThat(migration.target().application().start().get(0).http().method()).isEqualTo("POST");
        assertThat(migration.target().application().start().get(0).timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(migration.checks().email().outbound().imap().oauth2().scope()).isEqualTo("https://outlook.office365.com/.default");
        assertThat(migration.notifications()).hasSize(3);
        assertThat(migration.schedule().aftercare()).isEqualTo(new Migration.Aftercare(Duration.ofMinutes(5), Duration.ofHours(24)));
        assertThat(migration.retention()).isEqualTo(new Migration.Retention(Duration.ofDays(7), Duration.ofDays(2)));
    }

    @Test
    void withoutShowingASecretAnywhere() {
        Reading reading = reader.read(acme, Role.BOTH);

        assertThat(reading.toString()).doesNotContain("pa55").contains("***");
        assertThat(reader.mask("login failed for acme_source_password-pa55.")).isEqualTo("login failed for ***.");
    }

    @Test
    void whichHasEveryKeyThereIs() throws IOException {
        String text = Files.readString(EXAMPLE);
        Set<String> written = new HashSet<>();
        collect(Migration.class, SheetReader.compose(text), written);
        // Of keys that exclude each other, the one not chosen stands in a comment.
        Matcher comments = Pattern.compile("# ([a-z0-9-]+): ").matcher(text);
        Set<String> commented = new HashSet<>();
        while (comments.find()) {
            commented.add(comments.group(1));
        }

        assertThat(all(Migration.class))
                .allMatch(key -> written.contains(key) || commented.contains(key.substring(key.indexOf('.') + 1)));
    }

    private static void collect(Class<?> type, Node node, Set<String> written) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> collect(type, item, written));
        }
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = ((ScalarNode) tuple.getKeyNode()).getValue();
            written.add(type.getSimpleName() + "." + name);
            Shape.of(type).entries().stream()
                    .filter(entry -> entry.name().equals(name) && entry.type().isRecord())
                    .forEach(entry -> collect(entry.type(), tuple.getValueNode(), written));
        }
    }

    private static List<String> all(Class<?> type) {
        return Shape.of(type).entries().stream()
                .flatMap(entry -> Stream.concat(
                        Stream.of(type.getSimpleName() + "." + entry.name()),
                        entry.type().isRecord() ? all(entry.type()).stream() : Stream.empty()))
                .toList();
    }
}
