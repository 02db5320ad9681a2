package org.halomigration.sandbox.sqlserver;

import java.util.List;
import java.util.Locale;

/** ALTER DATABASE SET and MODIFY NAME ("ALTER DATABASE SET options (Transact-SQL)"). */
final class AlterDatabase {
    private static final long FOREVER = -1;
    private final Session session;
    private final Instance server;
    private final Cursor cursor;

    AlterDatabase(Batch batch, Cursor cursor) {
        this.session = batch.session();
        this.server = session.server();
        this.cursor = cursor;
    }

    void run() throws InterruptedException {
        try {
            cursor.expect("ALTER", "DATABASE");
            Database database = cursor.accept("CURRENT") ? session.place() : named(cursor.name());
            if (cursor.accept("MODIFY", "NAME")) {
                if (server.restoresByTasksOnly(session)) {
                    throw Refused.of(5011, 14, "User does not have permission to alter database '" + database.name + "', the database does not exist, or the database is not in a state that allows access checks.");
                }
                cursor.expect("=");
                rename(database, cursor.name());
                return;
            }
            cursor.expect("SET");
            String option = cursor.next().text().toUpperCase(Locale.ROOT);
            set(database, option);
        } catch (Refused e) {
            throw e.errors().get(0).severity() == 15 ? e : e.and(5069, "ALTER DATABASE statement failed.");
        }
    }

    private Database named(String name) {
        Database found = server.find(name);
        if (found == null || !session.principal().mayAlter(found)) {
            throw Refused.of(5011, 14, "User does not have permission to alter database '" + name
                + "', the database does not exist, or the database is not in a state that allows access checks.");
        }
        return found;
    }

    private void set(Database database, String option) throws InterruptedException {
        switch (option) {
            case "SINGLE_USER", "RESTRICTED_USER", "MULTI_USER" -> access(database, option);
            case "READ_ONLY", "READ_WRITE" -> readOnly(database, option.equals("READ_ONLY"));
            case "RECOVERY" -> recovery(database, cursor.next().text().toUpperCase(Locale.ROOT));
            case "PAGE_VERIFY" -> {
                String value = cursor.next().text().toUpperCase(Locale.ROOT);
                changeable(database);
                database.options.pageVerify = oneOf(value, "NONE", "TORN_PAGE_DETECTION", "CHECKSUM");
            }
            case "AUTO_CLOSE", "AUTO_SHRINK", "TRUSTWORTHY" -> {
                boolean on = oneOf(cursor.next().text().toUpperCase(Locale.ROOT), "ON", "OFF").equals("ON");
                changeable(database);
                if (option.equals("AUTO_CLOSE")) {
                    database.options.autoClose = on;
                } else if (option.equals("AUTO_SHRINK")) {
                    database.options.autoShrink = on;
                } else {
                    database.trustworthy = on;
                }
            }
            case "COMPATIBILITY_LEVEL" -> {
                cursor.expect("=");
                long level = cursor.number();
                if (level % 10 != 0 || level < 100 || level > server.majorVersion() * 10L) {
                    throw Refused.of(15048, "Valid values of the database compatibility level are 100 to " + server.majorVersion() * 10 + ".");
                }
                changeable(database);
                database.options.compatibility = (int) level;
            }
            default -> throw Refused.notUnderstood("SET " + option);
        }
        cursor.expectEnd();
    }

    private static String oneOf(String value, String... values) {
        if (!List.of(values).contains(value)) {
            throw Refused.of(102, 15, "Incorrect syntax near '" + value + "'.");
        }
        return value;
    }

    /** Settings are written into the database itself, so it must be open, and not held by its one user elsewhere. */
    private void changeable(Database database) {
        open(database);
        if (database.standby || database.options.readOnly) {
            throw Refused.of(3906, "Failed to update database \"" + database.name + "\" because the database is read-only.");
        }
        singleUser(database);
    }

    private void open(Database database) {
        if (!database.isOpen()) {
            throw Refused.of(5052, "ALTER DATABASE is not permitted while a database is in the " + title(database.state.name()) + " state.");
        }
    }

    private static String title(String state) {
        return state.charAt(0) + state.substring(1).toLowerCase(Locale.ROOT);
    }

    private void singleUser(Database database) {
        if (database.options.userAccess.equals("SINGLE_USER") && !server.others(database, session).isEmpty()) {
            throw Refused.of(5064, "Changes to the state or options of database '" + database.name
                + "' cannot be made at this time. The database is in single-user mode, and a user is currently connected to it.");
        }
    }

    private void recovery(Database database, String model) {
        changeable(database);
        database.options.recoveryModel = oneOf(model, "FULL", "SIMPLE", "BULK_LOGGED");
        if (model.equals("SIMPLE")) {
            // switching to SIMPLE breaks the log chain; back in FULL it begins with the next full or differential ("View or change the recovery model")
            database.lastLogBackup = null;
        }
    }

    private void access(Database database, String access) throws InterruptedException {
        open(database);
        long patience = termination();
        if (access.equals("MULTI_USER")) {
            if (patience == FOREVER) {
                singleUser(database);
            } else {
                clear(database, patience);
            }
            database.options.userAccess = access;
            return;
        }
        if (access.equals("RESTRICTED_USER")) {
            database.options.userAccess = access;
            return;
        }
        clear(database, patience);
        database.options.userAccess = access;
    }

    private void readOnly(Database database, boolean readOnly) throws InterruptedException {
        open(database);
        long patience = termination();
        if (database.standby) {
            throw Refused.of(5063, "Database '" + database.name + "' is in warm standby. A warm-standby database is read-only.");
        }
        clear(database, patience);
        database.options.readOnly = readOnly;
    }

    /** WITH ROLLBACK IMMEDIATE is 0, ROLLBACK AFTER n SECONDS n seconds in milliseconds, NO_WAIT -2, none waits forever. */
    private long termination() {
        if (!cursor.accept("WITH")) {
            return FOREVER;
        }
        if (cursor.accept("NO_WAIT")) {
            return -2;
        }
        cursor.expect("ROLLBACK");
        if (cursor.accept("IMMEDIATE")) {
            return 0;
        }
        cursor.expect("AFTER");
        long seconds = cursor.number();
        cursor.accept("SECONDS");
        return seconds * 1000;
    }

    /** Waits until nobody else is in the database; then whoever is left is rolled back and disconnected. */
    private void clear(Database database, long patience) throws InterruptedException {
        synchronized (server) {
            long end = patience == FOREVER ? Long.MAX_VALUE : System.currentTimeMillis() + Math.max(0, patience);
            while (!server.others(database, session).isEmpty() && System.currentTimeMillis() < end) {
                server.wait(Math.max(1, Math.min(100, end - System.currentTimeMillis())));
            }
            List<Session> left = server.others(database, session);
            if (!left.isEmpty() && patience == -2) {
                throw Refused.of(5070, "Database state cannot be changed while other users are using the database '" + database.name + "'");
            }
            left.forEach(Session::kill);
        }
    }

    private void rename(Database database, String to) {
        cursor.expectEnd();
        open(database);
        if (server.find(to) != null) {
            throw Refused.of(1801, "Database '" + to + "' already exists. Choose a different database name.");
        }
        synchronized (server) {
            if (!server.others(database, session).isEmpty()) {
                throw Refused.of(5030, "The database could not be exclusively locked to perform the operation.");
            }
            server.rename(database, to);
        }
    }
}
