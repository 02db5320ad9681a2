package org.halomigration.sheet;

import java.util.List;

/** A record with rules between its keys, which no key can break alone. */
interface Ruled {
    /** Every rule that is broken for a process of this role; asked only when each key by itself is right. */
    List<Breach> breaches(Role role);

    /**
     * A broken rule.
     *
     * @param key where to point: a key of the record, as it stands in the sheet
     */
    record Breach(String key, String expected, String found) {

        /** The rule that exactly one of two keys is given. */
        static List<Breach> exactlyOne(String first, Object its, String second, Object others) {
            return (its == null) != (others == null)
                    ? List.of()
                    : List.of(new Breach(first, "exactly one of " + first + " and " + second, its == null ? "neither" : "both"));
        }
    }
}
