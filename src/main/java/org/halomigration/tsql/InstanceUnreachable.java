package org.halomigration.tsql;

import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** No connection to an instance; nothing was run. */
public class InstanceUnreachable extends SQLException implements Advised {
    /** What stands in the way. */
    public enum Reason {
        /** The encrypted connection could not be made, most often because the certificate is not trusted. */
        TLS,
        /** The server knows us and says no. */
        LOGIN,
        /** The server is there, the database cannot be opened. */
        DATABASE,
        /** Nobody answers at that address. */
        NETWORK,
        /** The login's URL or its driver properties are wrong. */
        CONFIGURATION
    }

    private static final Set<Integer> LOGIN = Set.of(18452, 18456, 18470, 18486, 18487, 18488, 15113);
    private static final Set<Integer> DATABASE = Set.of(4060, 4064, 40615, 916, 911);

    private final transient Reason reason;
    private final String advice;

    private InstanceUnreachable(Reason reason, String what, String advice, SQLException cause) {
        super(what + " " + advice, cause.getSQLState(), cause.getErrorCode(), cause);
        this.reason = reason;
        this.advice = advice;
    }

    static InstanceUnreachable because(SqlServer server, SQLException cause) {
        Reason reason = reason(cause);
        String said = firstLine(cause);
        return switch (reason) {
            case TLS -> new InstanceUnreachable(
                    reason,
                    "The encrypted connection to %s failed: %s.".formatted(server, said),
                    "Its certificate must be trusted here and carry the host's name: set a truststore in the login's url"
                            + " (trustStore=…;trustStoreType=JKS, which needs no password), or hostNameInCertificate=….",
                    cause);
            case LOGIN -> new InstanceUnreachable(
                    reason,
                    "%s refused the login %s: %d %s.".formatted(server, server.user(), cause.getErrorCode(), said),
                    "Check user name and password in the migration file, and that the login exists, is enabled and not locked.",
                    cause);
            case DATABASE -> new InstanceUnreachable(
                    reason,
                    "%s accepted the login %s, but not for this database: %d %s."
                            .formatted(server, server.user(), cause.getErrorCode(), said),
                    "Check the database's name and state, and that the login has a user in it.",
                    cause);
            case CONFIGURATION -> new InstanceUnreachable(
                    reason,
                    "The login of %s is not usable: %s.".formatted(server, said),
                    "Correct sql.url in the migration file; it looks like jdbc:sqlserver://host:1433;encrypt=true.",
                    cause);
            case NETWORK -> new InstanceUnreachable(
                    reason,
                    "%s does not answer: %s.".formatted(server, said),
                    "Check that the service runs, that host and port are right, and that no firewall stands between.",
                    cause);
        };
    }

    /** RESTORE and BACKUP are refused inside a transaction (3021). */
    static InstanceUnreachable inTransactions(SqlServer server) {
        return new InstanceUnreachable(
                Reason.CONFIGURATION,
                "The connection to %s is not in autocommit, which BACKUP and RESTORE need.".formatted(server),
                "Take implicit_transactions out of the server's or the login's user options.",
                new SQLException("Transactions begin by themselves", "25000", 3021));
    }

    private static Reason reason(SQLException e) {
        if (LOGIN.contains(e.getErrorCode())) {
            return Reason.LOGIN;
        }
        if (DATABASE.contains(e.getErrorCode())) {
            return Reason.DATABASE;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String said = cause.getMessage() == null ? "" : cause.getMessage();
            if (cause instanceof SSLException || said.contains("SSL") || said.contains("PKIX") || said.contains("TLS")) {
                return Reason.TLS;
            }
        }
        // What the driver refuses by itself, before it has tried, carries no state.
        return e.getSQLState() != null && e.getSQLState().startsWith("08") ? Reason.NETWORK : Reason.CONFIGURATION;
    }

    /** The driver's own sentence; what follows the first one names its ClientConnectionId, which helps nobody here. */
    private static String firstLine(SQLException e) {
        String said = e.getMessage() == null ? e.toString() : e.getMessage();
        return said.replaceFirst("(?s)\\s*ClientConnectionId:.*", "").replaceAll("\\b(?:\\w+\\.)+\\w*Exception: ", "").replaceFirst("[.\\s]+$", "").replace("\"", "'");
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String advice() {
        return advice;
    }

    @Override
    public Retry retry() {
        return reason == Reason.NETWORK ? Retry.RETRY : Retry.NEVER;
    }
}
