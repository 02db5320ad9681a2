package org.halomigration.sandbox.sqlserver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * A login of the instance.
 *
 * @param databases where a db_owner or reader has a user, in lower case; empty means everywhere
 */
record Principal(String name, String password, Role role, Set<String> databases, byte[] sid) {
    /** What a login may do, as the fixed roles of the server and its databases grant it. */
    enum Role { SYSADMIN, DBCREATOR, DB_OWNER, READER }

    static Principal of(String name, String password, Role role, String... databases) {
        UUID id = UUID.nameUUIDFromBytes((name + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
        byte[] sid = java.nio.ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
        return new Principal(name, password, role, Set.copyOf(Arrays.stream(databases).map(d -> d.toLowerCase(Locale.ROOT)).toList()), sid);
    }

    boolean mayCreateDatabases() {
        return role == Role.SYSADMIN || role == Role.DBCREATOR;
    }

    boolean mayEnter(Database database) {
        boolean user = role == Role.DB_OWNER || role == Role.READER;
        return role == Role.SYSADMIN || owns(database) || database.id <= 4
            || user && (databases.isEmpty() || databases.contains(database.name.toLowerCase(Locale.ROOT)));
    }

    boolean owns(Database database) {
        return name.equalsIgnoreCase(database.owner);
    }

    /** Member of db_owner, or more. */
    boolean isDbo(Database database) {
        return role == Role.SYSADMIN || owns(database) || role == Role.DB_OWNER && database.id > 4 && mayEnter(database);
    }

    /** "RESTORE", Permissions: on an existing database sysadmin, dbcreator and the owner (dbo); db_owner members have no right. */
    boolean mayRestoreOver(Database database) {
        return mayCreateDatabases() || owns(database);
    }

    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
