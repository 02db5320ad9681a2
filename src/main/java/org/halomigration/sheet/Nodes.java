package org.halomigration.sheet;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Says what a YAML node is, in words for a message. */
final class Nodes {
    private static final int LONGEST = 80;

    private Nodes() {}

    static boolean absent(Node node) {
        return node == null || node instanceof ScalarNode && Tag.NULL.equals(node.getTag());
    }

    /** What a node is, without its value. */
    static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "keys and values";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        Tag tag = node.getTag();
        if (Tag.STR.equals(tag)) {
            return "text";
        }
        if (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)) {
            return "a number";
        }
        if (Tag.BOOL.equals(tag)) {
            return "a yes-or-no value";
        }
        if (Tag.NULL.equals(tag)) {
            return "nothing";
        }
        return Tag.TIMESTAMP.equals(tag) ? "a date" : "a value with a tag of its own";
    }

    /** Whether it is a scalar that may be read in this format. */
    static boolean fits(Node node, Format format) {
        if (!(node instanceof ScalarNode)) {
            return false;
        }
        Tag tag = node.getTag();
        return Tag.STR.equals(tag)
                || format.numeric() && (Tag.INT.equals(tag) || Tag.FLOAT.equals(tag))
                || format.trueOrFalse() && Tag.BOOL.equals(tag)
                || format.dated() && Tag.TIMESTAMP.equals(tag);
    }

    /** A value as it may stand in a one-line message. */
    static String shown(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
