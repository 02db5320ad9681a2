package org.halomigration.sheet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password, key or token: {@link #reveal()} gives it away, nothing else does, {@code toString} least of all. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    /** Equal when they hold the same, so that a re-read sheet can be told from a changed one. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
