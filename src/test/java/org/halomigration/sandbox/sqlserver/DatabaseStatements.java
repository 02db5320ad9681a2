package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.Locale;

/** USE, KILL, CREATE and DROP DATABASE, logins and users; definitions inside a database go to its store. */
final class DatabaseStatements {
    private static final Set<String> SERVER_PERMISSIONS =
        Set.of("VIEW SERVER STATE", "VIEW ANY DEFINITION", "CREATE ANY DATABASE", "ALTER ANY DATABASE");
    private final Batch batch;
    private final Session session;
    private final Instance server;
    private final Cursor cursor;

    DatabaseStatements(Batch batch, Cursor cursor) {
        this.batch = batch;
        this.session = batch.session();
        this.server = session.server();
        this.cursor = cursor;
    }

    void use() {
        cursor.expect("USE");
        String name = cursor.name();
        cursor.expectEnd();
        String from = session.database();
        synchronized (server) {
            session.moveTo(server.enter(session, name));
        }
        batch.answer().databaseChanged(from, session.database());
        batch.answer().done();
    }

    void kill() {
        cursor.expect("KILL");
        int id = (int) cursor.number();
        Session victim = server.sessions().stream().filter(s -> s.id() == id).findFirst()
            .orElseThrow(() -> Refused.of(6106, "Process ID " + id + " is not an active process ID."));
        if (session.principal().role() != Principal.Role.SYSADMIN) {
            throw Refused.of(6102, 14, "User does not have permission to use the KILL statement.");
        }
        victim.kill();
        batch.answer().done();
    }

    void define(List<Token> tokens, Token kind) throws SQLException, InterruptedException {
        Token verb = tokens.get(0);
        if (kind.is("DATABASE")) {
            if (session.openTransactions() > 0) {
                throw Refused.of(226, verb.text() + " DATABASE statement not allowed within multi-statement transaction.");
            }
            if (verb.is("CREATE")) {
                create();
            } else if (verb.is("DROP")) {
                drop();
            } else {
                new AlterDatabase(batch, cursor).run();
            }
        } else if (kind.is("LOGIN")) {
            login();
        } else if (kind.is("SERVER")) {
            serverRole();
        } else if (kind.is("AUTHORIZATION")) {
            authorization();
        } else {
            inside(kind.is("USER") ? user(tokens) : tokens);
        }
        batch.answer().done();
    }

    /** Tables, indexes, views. H2 cannot undo them, so they are refused inside a transaction rather than committed behind its back. */
    private void inside(List<Token> tokens) throws SQLException {
        Database place = session.place();
        if (!place.isWritable()) {
            throw Refused.of(3906, "Failed to update database \"" + place.name + "\" because the database is read-only.");
        }
        if (!session.principal().isDbo(place)) {
            throw Refused.of(262, 14, tokens.get(0).text() + " " + tokens.get(1).text() + " permission denied in database '" + place.name + "'.");
        }
        if (session.openTransactions() > 0 && !session.implicitTransactions) {
            throw Refused.of(226, tokens.get(0).text() + " " + tokens.get(1).text()
                + " statement not allowed within multi-statement transaction. (sandbox: definitions cannot be rolled back here)");
        }
        place.define(tokens);
    }

    private void create() {
        cursor.expect("CREATE", "DATABASE");
        String name = cursor.name();
        if (!session.principal().mayCreateDatabases()) {
            throw Refused.of(262, 14, "CREATE DATABASE permission denied in database 'master'.");
        }
        if (server.find(name) != null) {
            throw Refused.of(1801, "Database '" + name + "' already exists. Choose a different database name.");
        }
        List<DatabaseFile> files = new ArrayList<>();
        if (cursor.accept("ON")) {
            cursor.accept("PRIMARY");
            file(files, "D");
        }
        if (cursor.accept("LOG", "ON")) {
            file(files, "L");
        }
        if (cursor.accept("COLLATE")) {
            cursor.name();
        }
        cursor.expectEnd();
        FilePlan plan = new FilePlan(server);
        if (files.stream().noneMatch(f -> !f.isLog())) {
            files.add(0, new DatabaseFile(0, name, server.dataDirectory() + "\\" + name + ".mdf", "D", Instance.guid(), 8 << 20));
        }
        if (files.stream().noneMatch(DatabaseFile::isLog)) {
            files.add(new DatabaseFile(0, name + "_log", server.dataDirectory() + "\\" + name + "_log.ldf", "L", Instance.guid(), 8 << 20));
        }
        List<DatabaseFile> numbered = new ArrayList<>();
        for (DatabaseFile file : files) {
            numbered.add(new DatabaseFile(numbered.size() + 1, file.logical(), file.physical(), file.type(), file.guid(), file.bytes()));
        }
        plan.check(numbered, null, name, false);
        Database database = server.create(name, session.principal().name());
        database.files = numbered;
        plan.make(numbered);
    }

    private void file(List<DatabaseFile> files, String type) {
        do {
            cursor.expect("(");
            String logical = null;
            String physical = null;
            for (List<Token> option : Cursor.atCommas(cursor.insideParentheses())) {
                Cursor inside = batch.cursor(option);
                String name = inside.name();
                inside.expect("=");
                if (name.equalsIgnoreCase("NAME")) {
                    logical = inside.peek().kind() == Token.Kind.STRING ? inside.string() : inside.name();
                } else if (name.equalsIgnoreCase("FILENAME")) {
                    physical = inside.string();
                }
            }
            if (logical == null || physical == null) {
                throw Refused.notUnderstood("a file without NAME and FILENAME");
            }
            files.add(new DatabaseFile(0, logical, physical, type, Instance.guid(), 8 << 20));
        } while (cursor.accept(","));
    }

    private void drop() {
        cursor.expect("DROP", "DATABASE");
        boolean ifExists = cursor.accept("IF", "EXISTS");
        do {
            String name = cursor.name();
            Database database = server.find(name);
            if (database == null && !ifExists) {
                throw Refused.of(3701, 11, "Cannot drop the database '" + name + "', because it does not exist or you do not have permission.");
            }
            if (database != null) {
                drop(database);
            }
        } while (cursor.accept(","));
        cursor.expectEnd();
    }

    private void drop(Database database) {
        if (!session.principal().mayAlter(database) || database.id <= 4) {
            throw Refused.of(3701, 11, "Cannot drop the database '" + database.name + "', because it does not exist or you do not have permission.");
        }
        synchronized (server) {
            if (database.busy || session.place() == database || !server.others(database, session).isEmpty()) {
                throw Refused.of(3702, "Cannot drop database \"" + database.name + "\" because it is currently in use.");
            }
            session.leave(database);
            server.remove(database);
        }
        new FilePlan(server).delete(database.files);
    }

    private void login() {
        boolean creates = cursor.accept("CREATE", "LOGIN");
        if (!creates) {
            throw Refused.notUnderstood("LOGIN");
        }
        String name = cursor.name();
        cursor.expect("WITH", "PASSWORD", "=");
        String password = cursor.string();
        cursor.rest();
        if (session.principal().role() != Principal.Role.SYSADMIN) {
            throw Refused.of(15247, "User does not have permission to perform this action.");
        }
        if (server.login(name) != null) {
            throw Refused.of(15025, "The server principal '" + name + "' already exists.");
        }
        // a new login has no rights of its own; databases let it in where a user is made for it
        server.add(Principal.of(name, password, Principal.Role.LOGIN));
    }

    /** GRANT of a server permission in master, or of SELECT on a table of the database ("GRANT server permissions", "GRANT object permissions"). */
    void grant(List<Token> tokens) throws SQLException {
        if (cursor.accept("GRANT", "SELECT")) {
            inside(tokens);
        } else {
            cursor.expect("GRANT");
            StringBuilder permission = new StringBuilder();
            while (!cursor.accept("TO")) {
                permission.append(permission.isEmpty() ? "" : " ").append(cursor.next().text().toUpperCase(Locale.ROOT));
            }
            if (!SERVER_PERMISSIONS.contains(permission.toString())) {
                throw Refused.notUnderstood("GRANT " + permission);
            }
            if (session.place().id != 1) {
                throw Refused.of(4621, "Permissions at the server scope can only be granted when the current database is master");
            }
            granted(cursor.name()).granted().add(permission.toString());
            cursor.expectEnd();
        }
        batch.answer().done();
    }

    private void serverRole() {
        cursor.expect("ALTER", "SERVER", "ROLE");
        String role = cursor.name();
        cursor.expect("ADD", "MEMBER");
        if (!role.equalsIgnoreCase("dbcreator")) {
            throw Refused.notUnderstood("server role " + role);
        }
        granted(cursor.name()).granted().add("DBCREATOR");
        cursor.expectEnd();
    }

    private Principal granted(String name) {
        Principal login = server.login(name);
        if (session.principal().role() != Principal.Role.SYSADMIN || login == null) {
            throw Refused.of(15151, "Cannot find the login '" + name + "', because it does not exist or you do not have permission.");
        }
        return login;
    }

    /** "ALTER AUTHORIZATION": a new owner must be a login, and may not be a user of the database (15110); only sysadmin may do it here. */
    private void authorization() throws SQLException {
        cursor.expect("ALTER", "AUTHORIZATION", "ON", "DATABASE", "::");
        Database database = server.get(cursor.name());
        cursor.expect("TO");
        String name = cursor.name();
        cursor.expectEnd();
        Principal login = granted(name);
        if (database.store().rights(login.sid()) != null) {
            throw Refused.of(15110, "The proposed new database owner is already a user or aliased in the database.");
        }
        database.owner = login.name();
    }

    /** Users are kept by the SID of their login, so that a restored database shows orphans as the server does. */
    private List<Token> user(List<Token> tokens) {
        cursor.next();
        cursor.next();
        String user = cursor.name();
        if (tokens.get(0).is("DROP")) {
            return tokens;
        }
        boolean without = cursor.accept("WITHOUT", "LOGIN");
        boolean named = cursor.accept("FOR", "LOGIN") || cursor.accept("FROM", "LOGIN") || cursor.accept("WITH", "LOGIN", "=");
        String name = named ? cursor.name() : user;
        cursor.expectEnd();
        Principal login = server.login(name);
        if (login == null && !without) {
            throw Refused.of(15007, "'" + name + "' is not a valid login or you do not have permission.");
        }
        byte[] sid = without ? new byte[] {1} : login.sid();
        return Lexer.tokens(tokens.get(0).text() + " USER [" + user.replace("]", "]]") + "] SID 0x" + HexFormat.of().formatHex(sid)).stream()
            .filter(t -> t.kind() != Token.Kind.END).toList();
    }
}
