package org.halomigration.migration;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import org.halomigration.tsql.ErrorCatalogue;

/** The next step for failures that bring none of their own: the way to the landing zone, and routes. */
final class Advice {
    private Advice() {}

    static String on(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            String advice = one(cause);
            if (advice != null) {
                return advice;
            }
        }
        return "It is tried again. See the log for what led to it.";
    }

    private static String one(Throwable cause) {
        if (cause instanceof SftpException said && said.id == ChannelSftp.SSH_FX_FAILURE && "Failure".equalsIgnoreCase(said.getMessage())) {
            return "The SFTP server gives no reason; most often its disk or the account's quota is full. Free space there or raise the quota; sending goes on by itself.";
        }
        if (cause instanceof SQLException said && said.getErrorCode() != 0) {
            return ErrorCatalogue.standard()
                    .find(said.getErrorCode(), said.getMessage())
                    .map(ErrorCatalogue.Entry::advice)
                    .orElse("Look error " + said.getErrorCode() + " up in SQL Server's documentation; it is tried again.");
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("unknownhostkey") || text.contains("hostkey has been changed") || text.contains("reject hostkey")) {
            return "The SFTP server's host key is not the one in landing-zone.known-hosts. Ask the host for its fingerprint before you trust another; nothing was sent.";
        }
        if (text.contains("auth fail") || text.contains("auth cancel") || text.contains("userauth")) {
            return "The SFTP server refused the key. Check landing-zone.username and private-key, and that the host has the public key.";
        }
        if (cause instanceof UnknownHostException) {
            return "The name cannot be resolved. Check landing-zone.host and this machine's DNS.";
        }
        if (cause instanceof ConnectException || text.contains("connection refused") || text.contains("timeout: socket") || text.contains("session.connect")) {
            return "The server does not answer. Check that it runs and that no firewall is between; it is tried again.";
        }
        if (text.contains("stream is closed") || text.contains("session is down") || text.contains("connection reset") || text.contains("broken pipe")
                || text.contains("pipe closed") || text.contains("socket closed")) {
            return "The connection broke off. It starts again by itself; if this comes back, look into the server's log and at what stands between.";
        }
        if (text.contains("no space left") || text.contains("disk quota") || text.contains("quota exceeded")) {
            return "The landing zone is full. Free space there or raise the quota; sending goes on by itself.";
        }
        if (text.contains("permission denied")) {
            return "The landing zone refused access. Check the rights of landing-zone.username on landing-zone.directory.";
        }
        if (text.contains("no consumers available on endpoint")) {
            return "The stage's route is not loaded. The page and the log name the route file and line that is invalid.";
        }
        return null;
    }
}
