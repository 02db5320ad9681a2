package org.halomigration.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schema and the documentation say what the records say. After a change of the records, run this test with
 * {@code -Dsheet.write=true} to write both anew.
 */
class DocumentsEveryKeyTest {
    private static final Path SCHEMA = Path.of("docs/formats/information-sheet.schema.json");
    private static final Path DOCUMENT = Path.of("docs/information-sheet.md");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final boolean WRITE = Boolean.getBoolean("sheet.write");

    @Test
    void inTheSchema() throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        if (WRITE) {
            Files.writeString(SCHEMA, json.writeValueAsString(SheetSchema.schema()) + "\n");
        }

        assertThat(json.readTree(SCHEMA.toFile())).isEqualTo(json.readTree(SheetSchema.schema().toString()));
    }

    @Test
    void inASchemaThatIsOneItself() throws IOException {
        JsonSchema meta = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012));

        assertThat(meta.validate(new ObjectMapper().readTree(SCHEMA.toFile()))).isEmpty();
    }

    @Test
    void inTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT);
        String written = between(between(document, "keys", SheetTable.markdown()), "commands", SheetTable.commands());
        if (WRITE) {
            Files.writeString(DOCUMENT, written);
            return;
        }

        assertThat(document).isEqualTo(written);
    }

    static Stream<Path> right() throws IOException {
        // Jackson's parser leaves aliases alone, editors do not.
        Stream<Path> valid = Fixtures.in("valid").filter(file -> !file.endsWith("anchors.yaml"));
        return Stream.concat(valid, Stream.of(Path.of("config/migrations/acme.yaml.example")));
    }

    @ParameterizedTest
    @MethodSource("right")
    void inASchemaThatTakesRightSheets(Path file) throws IOException {
        assertThat(validate(file)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void inASchemaThatRefusesWrongOnes(String name) throws IOException {
        assertThat(validate(Fixtures.DIRECTORY.resolve("invalid").resolve(name + ".yaml"))).isNotEmpty();
    }

    static List<String> wrong() {
        return List.of("unknown-key", "wrong-type", "wrong-shape", "missing-keys", "literal-password", "bad-choice", "bad-host-and-port");
    }

    @Test
    void withASentenceAndAnExample() {
        check(Migration.class);
    }

    private static void check(Class<?> type) {
        for (Shape.Entry entry : Shape.of(type).entries()) {
            assertThat(entry.key().value()).as("sentence of %s.%s", type, entry.name()).isNotBlank().doesNotEndWith(".").doesNotContain("|");
            if (entry.type().isRecord()) {
                check(entry.type());
            } else {
                assertThat(entry.key().example()).as("example of %s.%s", type, entry.name()).isNotBlank();
            }
        }
    }

    private static Set<ValidationMessage> validate(Path file) throws IOException {
        JsonNode schema = new ObjectMapper().readTree(SCHEMA.toFile());
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(YAML.readTree(file.toFile()));
    }

    private static String between(String document, String part, String table) {
        String begin = "<!-- begin " + part + ", made of the records -->\n";
        String end = "<!-- end " + part + " -->";
        assertThat(document).contains(begin, end);
        return document.substring(0, document.indexOf(begin) + begin.length()) + table + document.substring(document.indexOf(end));
    }
}
