package org.halomigration.backup;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How the planner's sentences name things. */
final class Sentences {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    private static final Map<Integer, String> PRODUCTS = Map.of(
            10, "2008", 11, "2012", 12, "2014", 13, "2016", 14, "2017", 15, "2019", 16, "2022", 17, "2025");

    private Sentences() {}

    /** "full backup x.bak of 2025-06-01 22:00", as far as it is known. */
    static String name(BackupSet set) {
        String type = set.type() == null ? "backup" : set.type().word() + " backup";
        LocalDateTime time = set.startDate() != null ? set.startDate() : set.finishDate();
        return type + " " + set.label() + (time == null ? "" : " of " + MINUTE.format(time));
    }

    static String theName(BackupSet set) {
        return "The " + name(set);
    }

    static String time(LocalDateTime time) {
        return MINUTE.format(time);
    }

    /** "2022 (16)". */
    static String product(int majorVersion) {
        return PRODUCTS.containsKey(majorVersion) ? "%s (%d)".formatted(PRODUCTS.get(majorVersion), majorVersion) : "version " + majorVersion;
    }

    /** "stripe 3 of 4 has not arrived". */
    static String missingStripes(BackupSet set) {
        List<Integer> missing = set.missingStripes();
        int count = set.stripes().size() + missing.size();
        return missing.size() == 1
                ? "stripe %d of %d has not arrived".formatted(missing.get(0), count)
                : "stripes %s of %d have not arrived".formatted(missing.stream().map(String::valueOf).collect(Collectors.joining(", ")), count);
    }

    static String target(TargetState target) {
        return target.name() == null || target.name().isBlank() ? "The target" : target.name();
    }

    static String gap(Plan.Gap gap) {
        String between = gap.after() == null
                ? "between what the target holds and %s".formatted(gap.before().label())
                : "between %s and %s".formatted(gap.after().label(), gap.before().label());
        String ending = gap.bridgedBy() != null
                ? "The %s makes them unnecessary.".formatted(name(gap.bridgedBy()))
                : Boolean.TRUE.equals(gap.before().beginsLogChain())
                        ? "The log chain was started anew there, so no log can fill this: send a full or differential backup taken after it."
                        : "Waiting.";
        return "Log backups from LSN %s to %s are missing (%s%s). %s"
                .formatted(gap.fromLsn(), gap.toLsn(), times(gap), between, ending);
    }

    private static String times(Plan.Gap gap) {
        LocalDateTime from = gap.after() == null ? null : gap.after().finishDate();
        LocalDateTime to = gap.before().startDate();
        if (from == null || to == null) {
            return "";
        }
        boolean sameDay = from.toLocalDate().equals(to.toLocalDate());
        return "about %s–%s, ".formatted((sameDay ? TIME : MINUTE).format(from), (sameDay ? TIME : MINUTE).format(to));
    }
}
