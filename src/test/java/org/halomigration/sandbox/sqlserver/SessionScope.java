package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** System functions and globals as one session sees them ("System functions", "SERVERPROPERTY"). */
final class SessionScope implements Scope {
    private final Session session;
    private final Function<String, SqlSession.Parameter> variables;
    private final BiConsumer<String, Object> assignment;

    SessionScope(Session session, Function<String, SqlSession.Parameter> variables, BiConsumer<String, Object> assignment) {
        this.session = session;
        this.variables = variables;
        this.assignment = assignment;
    }

    void assign(String name, Object value) {
        assignment.accept(name, value);
    }

    @Override
    public SqlSession.Parameter variable(String name) {
        return variables.apply(name);
    }

    @Override
    public String database() {
        return session.database();
    }

    @Override
    public Object global(String name) {
        return switch (name) {
            case "SPID" -> session.id();
            case "SERVERNAME" -> session.server().serverName();
            case "VERSION" -> "Microsoft SQL Server " + year() + " (sandbox) - " + productVersion() + " (X64)";
            case "TRANCOUNT" -> session.openTransactions();
            case "ROWCOUNT" -> session.rowCount;
            case "IDENTITY" -> session.scopeIdentity;
            case "MAX_PRECISION" -> 38;
            case "ERROR" -> 0;
            case "LANGUAGE" -> "us_english";
            case "OPTIONS" -> 5496 | (session.implicitTransactions ? 2 : 0); // documented default of a session, and IMPLICIT_TRANSACTIONS
            default -> throw Refused.notUnderstood("@@" + name);
        };
    }

    private int year() {
        return switch (session.server().majorVersion()) {
            case 13 -> 2016;
            case 14 -> 2017;
            case 15 -> 2019;
            case 16 -> 2022;
            default -> 2025;
        };
    }

    private String productVersion() {
        return session.server().majorVersion() + ".0." + session.server().build() + ".1";
    }

    @Override
    public Object function(String name, List<Object> arguments) {
        Object first = arguments.isEmpty() ? null : arguments.get(0);
        Instance server = session.server();
        return switch (name) {
            case "SERVERPROPERTY" -> property(String.valueOf(first));
            case "DB_ID" -> arguments.isEmpty() ? (Integer) session.place().id : id(first);
            case "DB_NAME" -> arguments.isEmpty() ? session.database()
                : server.databases().stream().filter(d -> first != null && d.id == ((Number) first).intValue()).map(d -> d.name).findFirst().orElse(null);
            case "SUSER_SNAME", "SUSER_NAME", "ORIGINAL_LOGIN" -> session.principal().name();
            case "USER_NAME" -> session.principal().isDbo(session.place()) ? "dbo" : session.principal().name();
            case "HOST_NAME" -> session.host();
            case "APP_NAME" -> session.application();
            case "SCOPE_IDENTITY" -> session.scopeIdentity;
            case "XACT_STATE" -> session.openTransactions() > 0 ? 1 : 0;
            case "IS_SRVROLEMEMBER" -> role(String.valueOf(first));
            case "IS_MEMBER", "IS_ROLEMEMBER" -> String.valueOf(first).equalsIgnoreCase("db_owner") ? session.principal().isDbo(session.place()) ? 1 : 0 : null;
            case "HAS_DBACCESS" -> server.find(String.valueOf(first)) == null ? null
                : session.principal().mayEnter(server.find(String.valueOf(first))) && server.find(String.valueOf(first)).isOpen() ? 1 : 0;
            case "HAS_PERMS_BY_NAME" -> permission(arguments);
            case "DATABASEPROPERTYEX" -> databaseProperty(String.valueOf(first), String.valueOf(arguments.get(1)));
            case "OBJECT_ID" -> object(String.valueOf(first));
            case "APPLOCK_TEST" -> server.locks().test(session, session.database(), String.valueOf(arguments.get(1)), !"Shared".equalsIgnoreCase(String.valueOf(arguments.get(2))));
            case "IDENT_CURRENT" -> identity(String.valueOf(first));
            default -> throw Refused.notUnderstood(name);
        };
    }

    private Integer id(Object name) {
        Database found = name == null ? null : session.server().find(String.valueOf(name));
        return found == null ? null : found.id;
    }

    private Object property(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "servername", "machinename" -> session.server().serverName();
            case "productversion" -> productVersion();
            case "productmajorversion" -> String.valueOf(session.server().majorVersion());
            case "productlevel" -> "RTM";
            case "edition" -> session.server().edition;
            case "engineedition" -> session.server().engineEdition;
            case "ishadrenabled", "isintegratedsecurityonly", "isclustered" -> 0;
            case "collation" -> "SQL_Latin1_General_CP1_CI_AS";
            case "instancedefaultdatapath", "instancedefaultlogpath" -> session.server().dataDirectory() + "\\";
            default -> null;
        };
    }

    private Integer role(String role) {
        Principal.Role mine = session.principal().role();
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "sysadmin" -> mine == Principal.Role.SYSADMIN ? 1 : 0;
            case "dbcreator" -> session.principal().mayCreateDatabases() ? 1 : 0;
            case "public" -> 1;
            default -> mine == Principal.Role.SYSADMIN ? 1 : 0;
        };
    }

    private Integer permission(List<Object> arguments) {
        return switch (String.valueOf(arguments.get(2)).toUpperCase(Locale.ROOT)) {
            case "CREATE ANY DATABASE", "CREATE DATABASE" -> session.principal().mayCreateDatabases() ? 1 : 0;
            case "VIEW SERVER STATE" -> session.principal().has("VIEW SERVER STATE") ? 1 : 0;
            case "BACKUP DATABASE", "BACKUP LOG", "ALTER", "CONTROL" ->
                session.principal().isDbo(session.server().get(String.valueOf(arguments.get(0)))) ? 1 : 0;
            default -> throw Refused.notUnderstood("HAS_PERMS_BY_NAME " + arguments.get(2));
        };
    }

    private Object databaseProperty(String database, String property) {
        Database found = session.server().find(database);
        if (found == null) {
            return null;
        }
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "status" -> found.state.name();
            case "useraccess" -> found.options.userAccess;
            case "updateability" -> found.isWritable() ? "READ_WRITE" : "READ_ONLY";
            case "recovery" -> found.options.recoveryModel;
            case "version" -> found.options.version;
            case "lastgoodcheckdbtime" -> found.lastGoodCheck == null ? java.time.LocalDateTime.of(1900, 1, 1, 0, 0) : found.lastGoodCheck;
            default -> null;
        };
    }

    private Object object(String name) {
        try {
            Cursor cursor = Cursor.of(Lexer.tokens(name).stream().filter(t -> t.kind() != Token.Kind.END).toList());
            List<String> parts = cursor.dottedName();
            Database where = parts.size() == 3 && !parts.get(0).isEmpty() ? session.server().find(parts.get(0)) : session.place();
            Table table = where == null || !where.isOpen() ? null : where.store().tables.get(Table.key(parts));
            return table == null ? null : table.objectId;
        } catch (SQLException e) {
            throw H2Errors.refused(e);
        }
    }

    private Object identity(String name) {
        try {
            Store store = session.place().store();
            Table table = store.tables.get(Table.key(Cursor.of(Lexer.tokens(name)).dottedName()));
            return table == null || table.identity() == null ? null : store.lastIdentity(table);
        } catch (SQLException e) {
            throw H2Errors.refused(e);
        }
    }
}
