package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The devices and WITH options that BACKUP and RESTORE share in their grammar. */
final class DeviceOptions {
    final List<String> devices = new ArrayList<>();
    final Map<String, String> moves = new LinkedHashMap<>();
    private final Map<String, Object> options = new LinkedHashMap<>();

    /** Reads {@code DISK = 'a', DISK = 'b'}. @throws Refused 3205 above 64 */
    void devices(Cursor cursor) {
        do {
            if (!cursor.accept("DISK")) {
                throw Refused.notUnderstood(cursor.peek().text());
            }
            cursor.expect("=");
            devices.add(cursor.string());
        } while (cursor.accept(","));
        if (devices.size() > 64) {
            throw Refused.of(3205, "Too many backup devices specified for backup or restore; only 64 are allowed.");
        }
    }

    /** Reads {@code WITH a, b = 1, MOVE 'x' TO 'y'}. */
    void with(Cursor cursor, Set<String> known) {
        if (!cursor.accept("WITH")) {
            cursor.expectEnd();
            return;
        }
        do {
            Token word = cursor.next();
            String name = word.text().toUpperCase(Locale.ROOT);
            if (!known.contains(name)) {
                throw word.kind() == Token.Kind.WORD ? Refused.notUnderstood(word.text()) : Refused.syntax(word);
            }
            if (name.equals("MOVE")) {
                move(cursor);
            } else {
                options.put(name, cursor.accept("=") ? value(cursor) : name.equals("STATS") ? "10" : "");
            }
        } while (cursor.accept(","));
        cursor.expectEnd();
    }

    /** MOVE takes literals only ("RESTORE arguments"). */
    private void move(Cursor cursor) {
        Token logical = cursor.next();
        cursor.expect("TO");
        Token physical = cursor.next();
        if (logical.kind() != Token.Kind.STRING || physical.kind() != Token.Kind.STRING) {
            throw Refused.syntax(logical.kind() == Token.Kind.STRING ? physical : logical);
        }
        moves.put(logical.value(), physical.value());
    }

    private static String value(Cursor cursor) {
        return cursor.peek().kind() == Token.Kind.NUMBER ? cursor.next().value() : cursor.string();
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    String text(String option) {
        return (String) options.get(option);
    }

    int number(String option, int otherwise) {
        return has(option) ? Integer.parseInt(text(option)) : otherwise;
    }
}
