package org.halomigration.sheet;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Where in a sheet something stands.
 *
 * @param key the whole way to it; empty for the sheet itself
 * @param line first line is 1
 * @param used whether this process's role uses what stands here
 */
record Place(String key, int line, boolean used) {

    /** The place of a key: its own line where it is written, else that of the section it is missing from. */
    Place key(String name, Node written, boolean used) {
        return new Place(key.isEmpty() ? name : key + "." + name, written == null ? line : line(written), this.used && used);
    }

    Place item(int index, Node item) {
        return new Place(key + "[" + index + "]", line(item), used);
    }

    private static int line(Node node) {
        Mark mark = node.getStartMark();
        return mark == null ? 1 : mark.getLine() + 1;
    }
}
