package org.halomigration.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TheReadmesExampleIsRightTest {
    @TempDir
    Path directory;

    @Test
    void theMigrationFileOfTheReadmeHasNoProblem() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(yaml.find()).isTrue();
        Path file = Files.writeString(directory.resolve("acme.yaml"), yaml.group(1));

        Reading reading = new SheetReader(name -> name.endsWith("_URL") ? "https://hooks.example/T0" : "value of " + name).read(file, Role.BOTH);

        assertThat(reading.problems()).extracting(Problem::message).isEmpty();
        assertThat(reading.migration()).isPresent();
    }
}
