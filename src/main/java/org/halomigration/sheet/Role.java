package org.halomigration.sheet;

/** Which side of a migration this process plays ({@code halo.role}). */
public enum Role {
    SOURCE,
    TARGET,
    BOTH
}
