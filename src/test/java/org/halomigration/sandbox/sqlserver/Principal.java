package org.halomigration.sandbox.sqlserver;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A login of the instance.
 *
 * @param databases where a db_owner or reader has a user, in lower case; empty means everywhere
 * @param granted server permissions and server roles that it was given by GRANT and ALTER SERVER ROLE
 */
record Principal(String name, String password, Role role, Set<String> databases, byte[] sid, Set<String> granted) {
    /** What a login may do from its start; LOGIN may do nothing but what it is granted, as one that CREATE LOGIN made. */
    enum Role { SYSADMIN, DBCREATOR, DB_OWNER, READER, LOGIN }

    static Principal of(String name, String password, Role role, String... databases) {
        UUID id = UUID.nameUUIDFromBytes((name + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8));
        byte[] sid = java.nio.ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
        return new Principal(name, password, role, Set.copyOf(Arrays.stream(databases).map(d -> d.toLowerCase(Locale.ROOT)).toList()), sid, ConcurrentHashMap.newKeySet());
    }

    /** A server permission, or the one that implies it ("Permissions", "Server-level roles"). */
    boolean has(String permission) {
        return role == Role.SYSADMIN || granted.contains(permission);
    }

    boolean mayCreateDatabases() {
        return role == Role.DBCREATOR || has("DBCREATOR") || has("CREATE ANY DATABASE");
    }

    boolean mayEnter(Database database) {
        boolean user = role == Role.DB_OWNER || role == Role.READER;
        return role == Role.SYSADMIN || owns(database) || database.id <= 4
            || user && (databases.isEmpty() || databases.contains(database.name.toLowerCase(Locale.ROOT))) || rights(database) != null;
    }

    boolean owns(Database database) {
        return name.equalsIgnoreCase(database.owner);
    }

    /** Roles and permissions of its user in the database; null where it has none. */
    private Set<String> rights(Database database) {
        if (role != Role.LOGIN || !database.isOpen()) {
            return null;
        }
        try {
            return database.store().rights(sid);
        } catch (SQLException e) {
            throw H2Errors.refused(e);
        }
    }

    private boolean hasIn(Database database, String right) {
        Set<String> rights = rights(database);
        return rights != null && rights.contains(right);
    }

    /** Member of db_owner, or more. */
    boolean isDbo(Database database) {
        return role == Role.SYSADMIN || owns(database) || role == Role.DB_OWNER && database.id > 4 && mayEnter(database) || hasIn(database, "DB_OWNER");
    }

    /** "ALTER DATABASE" and "DROP DATABASE", Permissions: ALTER or CONTROL on the database, or ALTER ANY DATABASE, which dbcreator has. */
    boolean mayAlter(Database database) {
        return isDbo(database) || role == Role.DBCREATOR || has("DBCREATOR") || has("ALTER ANY DATABASE");
    }

    /** "BACKUP", Permissions: sysadmin, db_owner, db_backupoperator. */
    boolean mayBackUp(Database database) {
        return isDbo(database) || hasIn(database, "DB_BACKUPOPERATOR");
    }

    boolean mayRead(Database database) {
        return role != Role.LOGIN || isDbo(database) || hasIn(database, "DB_DATAREADER");
    }

    boolean mayRead(Database database, String table) {
        return mayRead(database) || hasIn(database, "SELECT DBO." + table.toUpperCase(Locale.ROOT));
    }

    boolean mayWrite(Database database) {
        return role != Role.READER && role != Role.LOGIN || isDbo(database) || hasIn(database, "DB_DATAWRITER");
    }

    /** "RESTORE", Permissions: on an existing database sysadmin, dbcreator and the owner (dbo); db_owner members have no right. */
    boolean mayRestoreOver(Database database) {
        return role == Role.SYSADMIN || role == Role.DBCREATOR || has("DBCREATOR") || owns(database);
    }

    @Override
    public String toString() {
        return name + " (" + role + ")";
    }
}
