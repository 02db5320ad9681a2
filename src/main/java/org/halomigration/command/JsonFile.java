package org.halomigration.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON file as maps, lists, texts and exact numbers. Only the parser is used: binding would cost a command a third of its time. */
final class JsonFile {
    private JsonFile() {}

    /**
     * The values in the file, most often one. UTF-8 and UTF-16 are told apart by their first bytes.
     *
     * @param expected what the file should hold, for the message where it does not
     * @throws UnusableInput naming file, line and column
     */
    static List<Object> read(Path file, String expected) {
        try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(file))) {
            List<Object> values = new ArrayList<>();
            while (parser.nextToken() != null) {
                values.add(value(parser));
            }
            return values;
        } catch (NoSuchFileException e) {
            throw new UnusableInput("%s: expected a file with %s, found no such file. Check the path.".formatted(file, expected));
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : ":%d:%d".formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw new UnusableInput("%s%s: expected JSON with %s, found a mistake: %s. Save it as JSON in UTF-8, whole and unchanged.".formatted(file, place, expected, mistake(e)));
        } catch (IOException e) {
            throw new UnusableInput("%s: expected a file with %s, found that it cannot be read (%s).".formatted(file, expected, e));
        }
    }

    /** @throws UnusableInput when it is no JSON */
    static Object parse(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            return parser.nextToken() == null ? null : value(parser);
        } catch (IOException e) {
            throw new UnusableInput("Expected JSON, found something else.");
        }
    }

    /** A text as JSON writes it. */
    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static String mistake(JsonProcessingException e) {
        return e.getOriginalMessage().replaceFirst("(?s)\\s*\\(?(start marker )?at \\[Source.*", "").replaceFirst("[.\\s]+$", "");
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }
}
