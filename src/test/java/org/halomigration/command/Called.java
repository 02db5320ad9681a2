package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** A command that was called: what it printed, and its exit code. */
record Called(int code, String out, String err) {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final JsonSchema SCHEMA = schema();

    static Called of(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Commands.run(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
        return new Called(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Standard output, which is a plan by the schema and nothing else. */
    JsonNode plan() throws IOException {
        assertThat(out).as(err).isNotEmpty();
        JsonNode plan = JSON.readTree(out);
        assertThat(SCHEMA.validate(plan)).as(out).isEmpty();
        return plan;
    }

    /** The values of a field in each element of an array, null as "null". */
    static List<String> values(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false).map(each -> each.get(field).asText()).toList();
    }

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(Path.of("docs/formats/plan.schema.json")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
