package org.halomigration.sheet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON schema of the information sheet, made of the records' keys, so that editors complete them. */
final class SheetSchema {
    static final String ID = "urn:halo-migration:information-sheet:1";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SheetSchema() {}

    static ObjectNode schema() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", ID);
        schema.put("title", "Information sheet of a migration, version 1");
        schema.put("description", "What the program itself checks goes further: what a role needs, secrets, rules between keys.");
        Map<String, ObjectNode> sections = new TreeMap<>();
        schema.setAll(section(Migration.class, sections));
        ObjectNode defs = schema.putObject("$defs");
        defs.setAll(sections);
        defs.putObject("reference").put("type", "string").put("pattern", "\\$\\{[^}]+\\}")
                .put("description", "Holds ${NAME}, an environment variable, or ${file:/path}, a mounted file.");
        return schema;
    }

    private static ObjectNode section(Class<?> type, Map<String, ObjectNode> sections) {
        ObjectNode section = JSON.createObjectNode();
        section.putArray("type").add("object").add("null");
        section.put("additionalProperties", false);
        ObjectNode properties = section.putObject("properties");
        ArrayNode required = JSON.createArrayNode();
        for (Shape.Entry entry : Shape.of(type).entries()) {
            properties.set(entry.name(), described(entry, sections));
            if (entry.key().need() == Need.ALWAYS) {
                required.add(entry.name());
            }
        }
        if (!required.isEmpty()) {
            section.set("required", required);
        }
        return section;
    }

    private static ObjectNode described(Shape.Entry entry, Map<String, ObjectNode> sections) {
        ObjectNode value = one(entry, sections);
        if (entry.list()) {
            ObjectNode list = JSON.createObjectNode();
            list.putArray("type").add("array").add("null");
            list.set("items", value);
            value = list;
        }
        value.put("description", description(entry));
        return value;
    }

    private static String description(Shape.Entry entry) {
        Key key = entry.key();
        String need = key.need() == Need.NEVER ? "" : key.need() == Need.ALWAYS ? " Required." : " Required with halo." + key.need().words() + ".";
        String byDefault = key.byDefault().isEmpty() || key.byDefault().equals("{}") ? "" : " Default: " + key.byDefault() + ".";
        return key.value() + "." + need + byDefault;
    }

    private static ObjectNode one(Shape.Entry entry, Map<String, ObjectNode> sections) {
        if (entry.type().isRecord()) {
            String name = entry.type().getName().replaceAll(".*\\.", "").replace('$', '.');
            if (!sections.containsKey(name)) {
                sections.put(name, section(entry.type(), sections));
            }
            return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
        }
        ObjectNode value = JSON.createObjectNode();
        if (entry.type() == Secret.class) {
            return value.put("$ref", "#/$defs/reference");
        }
        ObjectNode plain = JSON.createObjectNode();
        if (entry.key().oneOf().length > 0) {
            List.of(entry.key().oneOf()).forEach(plain.putArray("enum")::add);
        } else if (entry.format() == Format.YES_NO) {
            // Editors read YAML 1.2, in which yes and no are texts.
            plain.putArray("enum").add(true).add(false).add("yes").add("no");
        } else if (entry.format() == Format.PORT) {
            plain.put("type", "integer").put("minimum", 1).put("maximum", 65535);
        } else if (entry.format() == Format.LEVEL) {
            plain.put("type", "integer").put("minimum", Target.LEAST_LEVEL).put("maximum", 170);
        } else if (entry.format() == Format.SIZE) {
            plain.putArray("type").add("string").add("integer");
        } else {
            return value.put("type", "string").put("minLength", 1);
        }
        value.putArray("anyOf").add(plain).addObject().put("$ref", "#/$defs/reference");
        return value;
    }
}
