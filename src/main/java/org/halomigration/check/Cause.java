package org.halomigration.check;

import jakarta.mail.AuthenticationFailedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.halomigration.tsql.ErrorCatalogue;

/** Why a system could not be asked, in words for people, and what to do about it. */
record Cause(String found, String advice, String actor) {

    static Cause of(Throwable thrown) {
        Throwable last = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            Cause known = known(cause);
            if (known != null) {
                return known;
            }
            last = cause;
        }
        String message = last.getMessage() == null || last.getMessage().isBlank() ? last.getClass().getSimpleName() : last.getMessage().strip();
        return new Cause(message, "See the log for what led to it; the check is asked again.", "host");
    }

    private static Cause known(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        if (cause instanceof LoginRefused) {
            return new Cause(message, "Check the client id, its secret and its rights.", "host");
        }
        if (cause instanceof AuthenticationFailedException) {
            return new Cause("the login was refused" + said(message), "Check the username and the password or token in the migration file, and that the mailbox allows this way in.", "customer");
        }
        if (cause instanceof UnknownHostException) {
            return new Cause("the name '" + message.replaceFirst(":.*", "") + "' cannot be resolved", "Check the name and its DNS record.", "host");
        }
        if (cause instanceof SSLException) {
            return new Cause("no secure connection" + said(message), "Renew or correct the certificate: valid, for this name, from an issuer that this machine trusts.", "host");
        }
        if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException || message.contains("timed out")) {
            return new Cause("no whole answer in time" + said(message), "Look at the load of the server behind it, and whether a firewall is between.", "host");
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return new Cause("nobody answers" + said(message), "Start it, check host and port, and that no firewall is between.", "host");
        }
        if (cause instanceof SQLException refused) {
            String advice = ErrorCatalogue.standard()
                    .find(refused.getErrorCode(), message)
                    .map(ErrorCatalogue.Entry::advice)
                    .orElse("Check that it is online and that target.sql may read it.");
            return new Cause("the target database refused" + said(message), advice, "host");
        }
        return null;
    }

    private static String said(String message) {
        return message.isEmpty() || message.equals("null") ? "" : " (" + message.replaceFirst("\\.$", "") + ")";
    }
}
