package org.halomigration.sheet;

/** A password, key or token: {@link #reveal()} gives it away, nothing else does, {@code toString} least of all. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
