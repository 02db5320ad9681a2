package org.halomigration.sheet;

/** Which role needs a key, or uses a section. */
enum Need {
    NEVER("no"),
    SOURCE("role source"),
    TARGET("role target"),
    ALWAYS("yes");

    private final String words;

    Need(String words) {
        this.words = words;
    }

    /** Whether a process of this role needs it. */
    boolean by(Role role) {
        return switch (this) {
            case NEVER -> false;
            case ALWAYS -> true;
            case SOURCE -> role != Role.TARGET;
            case TARGET -> role != Role.SOURCE;
        };
    }

    /** As the documentation's column "required" says it. */
    String words() {
        return words;
    }
}
