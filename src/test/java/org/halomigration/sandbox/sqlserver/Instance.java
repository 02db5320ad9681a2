package org.halomigration.sandbox.sqlserver;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One SQL Server instance: its databases, logins, sessions, history. */
final class Instance implements SqlEngine {
    private final String name;
    private volatile int major;
    /** How far this server's clock is from the real one. */
    volatile Duration clock = Duration.ZERO;
    private final Map<String, Principal> logins = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Database> databases = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<Integer, Session> sessions = new ConcurrentSkipListMap<>();
    private final Set<Integer> freed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ids = new AtomicInteger(4);
    private final AtomicInteger spids = new AtomicInteger(50);
    private final Msdb msdb = new Msdb();
    private final Map<String, List<Object[]>> facts = new ConcurrentHashMap<>();
    private final AppLocks locks = new AppLocks();
    private final Mounts mounts = new Mounts();
    private final Failures failures = new Failures();
    private final Volumes volumes = new Volumes();
    private final Catalog catalog;
    /** Null where the instance is a SQL Server of one's own. */
    volatile Rds rds;
    volatile Duration pace = Duration.ZERO;
    volatile long paddingBytes;
    /** SERVERPROPERTY('Edition') and ('EngineEdition'): 2 is Standard, 3 Enterprise and its like, 4 Express. */
    volatile String edition = "Developer Edition (64-bit)";
    volatile int engineEdition = 3;
    /** Cuts all clients off; nothing to do where sessions are used without a network. */
    volatile Runnable dropConnections = () -> { };

    Instance(String name, int major, Path directory) throws SQLException {
        this.name = name;
        this.major = major;
        this.catalog = new Catalog();
        mounts.mount(dataDirectory(), directory);
        int id = 1;
        for (String system : List.of("master", "tempdb", "model", "msdb")) {
            Database database = new Database(id++, system, "sa");
            database.options.recoveryModel = system.equals("model") ? "FULL" : "SIMPLE";
            database.options.compatibility = major * 10;
            database.options.version = internalVersion();
            databases.put(system, database);
        }
    }

    /** Where files go that are named nowhere: the default of a default instance ("File locations for default and named instances"). */
    String dataDirectory() {
        return "C:\\Program Files\\Microsoft SQL Server\\MSSQL" + major + ".MSSQLSERVER\\MSSQL\\DATA";
    }

    @Override
    public String serverName() {
        return name;
    }

    @Override
    public int majorVersion() {
        return major;
    }

    /** A version as the errors print it. */
    String version() {
        return String.format(Locale.ROOT, "%d.00.%04d", major, build());
    }

    int build() {
        return major >= 16 ? 4135 : 4375;
    }

    /** Internal version of databases; 904 and 957 are well known, the others as commonly listed. */
    int internalVersion() {
        return switch (major) {
            case 11 -> 706;
            case 12 -> 782;
            case 13 -> 852;
            case 14 -> 869;
            case 15 -> 904;
            case 16 -> 957;
            default -> 998;
        };
    }

    /** It is the same instance after an upgrade to a newer version. */
    void upgrade(int version) {
        major = version;
    }

    /** What its clock shows, to the second. */
    java.time.LocalDateTime now() {
        return java.time.LocalDateTime.now().plus(clock).withNano(0);
    }

    void add(Principal login) {
        logins.put(login.name(), login);
    }

    Principal login(String login) {
        return login == null ? null : logins.get(login);
    }

    Collection<Principal> logins() {
        return logins.values();
    }

    Collection<Database> databases() {
        return databases.values().stream().sorted(java.util.Comparator.comparingInt(d -> d.id)).toList();
    }

    Collection<Session> sessions() {
        return sessions.values();
    }

    /** Rows of a view that the sandbox has no behaviour for. */
    List<Object[]> facts(String view) {
        return facts.computeIfAbsent(view, name -> new java.util.concurrent.CopyOnWriteArrayList<>());
    }

    Msdb msdb() {
        return msdb;
    }

    AppLocks locks() {
        return locks;
    }

    Mounts mounts() {
        return mounts;
    }

    Failures failures() {
        return failures;
    }

    Volumes volumes() {
        return volumes;
    }

    /** Whether BACKUP, RESTORE and renaming are left to RDS's procedures. */
    boolean restoresByTasksOnly(Session session) {
        return rds != null && !rds.isService(session.principal());
    }

    /** A session of the instance's own. */
    Session service(Principal principal) {
        Session session = new Session(this, spids.incrementAndGet(), principal, new Login(principal.name(), "", "master", "RDS", name), get("master"));
        sessions.put(session.id(), session);
        return session;
    }

    Catalog catalog() {
        return catalog;
    }

    /** A database by name, or null. */
    Database find(String database) {
        return databases.get(database);
    }

    /** @throws Refused 911 */
    Database get(String database) {
        Database found = find(database);
        if (found == null) {
            throw Refused.of(911, "Database '" + database + "' does not exist. Make sure that the name is entered correctly.");
        }
        return found;
    }

    synchronized Database create(String database, String owner) {
        Database created = new Database(freed.stream().findFirst().filter(freed::remove).orElseGet(ids::incrementAndGet), database, owner);
        created.options.compatibility = major * 10;
        created.options.version = internalVersion();
        databases.put(database, created);
        return created;
    }

    synchronized void remove(Database database) {
        databases.remove(database.name);
        freed.add(database.id);
        database.close();
    }

    synchronized void rename(Database database, String to) {
        databases.remove(database.name);
        database.name = to;
        databases.put(to, database);
    }

    @Override
    public synchronized SqlSession login(Login login) throws SqlError {
        Principal principal = logins.get(login.user());
        if (principal == null || !principal.password().equals(login.password())) {
            throw new SqlError(18456, 14, "Login failed for user '" + login.user() + "'.");
        }
        Session session = new Session(this, spids.incrementAndGet(), principal, login, get("master"));
        String database = login.database() == null || login.database().isEmpty() ? "master" : login.database();
        try {
            session.moveTo(enter(session, database));
        } catch (Refused e) {
            // whatever keeps a login out of its database is told as 4060 only ("MSSQLSERVER_4060")
            throw new SqlError(4060, 11, "Cannot open database \"" + database + "\" requested by the login. The login failed.");
        }
        sessions.put(session.id(), session);
        return session;
    }

    /** Lets a session into a database. @throws Refused 911, 916, 927, 924, 923 */
    synchronized Database enter(Session session, String database) {
        Database found = get(database);
        if (!session.principal().mayEnter(found)) {
            throw Refused.of(916, 14, "The server principal \"" + session.principal().name() + "\" is not able to access the database \"" + found.name
                + "\" under the current security context.");
        }
        if (!found.isOpen()) {
            throw Refused.of(927, 14, "Database '" + found.name + "' cannot be opened. It is in the middle of a restore.");
        }
        if (found.options.userAccess.equals("SINGLE_USER") && !others(found, session).isEmpty()) {
            throw Refused.of(924, 14, "Database '" + found.name + "' is already open and can only have one user at a time.");
        }
        if (found.options.userAccess.equals("RESTRICTED_USER") && !session.principal().isDbo(found) && !session.principal().mayCreateDatabases()) {
            throw Refused.of(923, 14, "Database '" + found.name + "' is in restricted mode. Only the database owner and members of the dbcreator and"
                + " sysadmin roles can access it.");
        }
        return found;
    }

    /** Sessions inside a database other than this one. */
    List<Session> others(Database database, Session session) {
        return sessions.values().stream().filter(s -> s != session && s.place() == database).toList();
    }

    /**
     * What a RESTORE and a BACKUP that closes the database need: nobody inside.
     *
     * @throws Refused 3102 for the session itself, 3101 for others
     */
    synchronized void needExclusive(Session session, Database database, String statement) throws InterruptedException {
        if (session.place() == database) {
            throw Refused.of(3102, statement + " cannot process database '" + database.name + "' because it is in use by this session. It is recommended"
                + " that the master database be used when performing this operation.");
        }
        // a client that has closed its connection is gone for the server a moment later
        for (long end = System.currentTimeMillis() + 300; !others(database, session).isEmpty() && System.currentTimeMillis() < end;) {
            wait(50);
        }
        if (!others(database, session).isEmpty()) {
            throw Refused.of(3101, "Exclusive access could not be obtained because the database is in use.");
        }
    }

    void ended(Session session) {
        sessions.remove(session.id());
        locks.releaseAll(session);
        synchronized (this) {
            notifyAll();
        }
    }

    static UUID guid() {
        return UUID.randomUUID();
    }

    void close() {
        if (rds != null) {
            rds.close();
        }
        List.copyOf(sessions.values()).forEach(Session::close);
        databases.values().forEach(Database::close);
        try {
            catalog.close();
        } catch (SQLException e) {
            // it was in memory only
        }
    }
}
