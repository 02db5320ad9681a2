package org.halomigration.check;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Vector;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.LandingZone;
import org.halomigration.sheet.Migration;

/**
 * Tries the landing zone as the transfers will use it: host key, login, write, rename, list, read and delete, and looks at its room and
 * speed: the bean {@code landingZoneProbe}. Camel's endpoint cannot ask for room, and hides how long each part took.
 */
public final class LandingZoneProbe {
    private static final int BYTES = 2 << 20;
    private static final long MEGABYTE = 1_000_000;
    /** A first backup that takes longer than a day meets the next night's. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private final SecureRandom random = new SecureRandom();
    private final Duration limit;

    /** @param limit for connecting, and for each answer of the server */
    LandingZoneProbe(Duration limit) {
        this.limit = limit;
    }

    public List<Finding> look(String check, Migration migration) {
        LandingZone zone = migration.landingZone();
        String subject = zone.host() + ":" + zone.port();
        Session session = null;
        try {
            session = login(zone);
            ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
            sftp.connect((int) limit.toMillis());
            // As many requests on their way as a transfer has.
            sftp.setBulkRequests(64);
            sftp.cd(begin(zone));
            List<Finding> findings = new ArrayList<>(List.of(speed(check, migration, write(sftp))));
            findings.add(0, new Finding(check, subject, Severity.OK, "The landing zone takes, renames, lists, gives back and deletes a file", null, null));
            findings.add(room(check, migration, sftp));
            return findings;
        } catch (JSchHostKeyException e) {
            return List.of(new Finding(check, subject, Severity.FAILED, "The landing zone's host key is not in " + zone.knownHosts(),
                    "Ask the host for its fingerprint, compare it with ssh-keyscan -p " + zone.port() + " " + zone.host() + ", and only then write the key there.", "customer"));
        } catch (JSchException e) {
            return List.of(refused(check, subject, e));
        } catch (SftpException e) {
            return List.of(new Finding(check, subject, Severity.FAILED, "The landing zone should take, rename, list, give back and delete a file in " + zone.directory() + "; found: " + e.getMessage(),
                    "Let the login do all of that in landing-zone.directory, and look whether the disk is full.", "host"));
        } finally {
            if (session != null) {
                session.disconnect();
            }
        }
    }

    private static Finding refused(String check, String subject, JSchException e) {
        String said = String.valueOf(e.getMessage());
        if (said.startsWith("Auth ") || said.contains("privatekey") || said.contains("USERAUTH")) {
            return new Finding(check, subject, Severity.FAILED, "The landing zone should know the login; found: " + said,
                    "Send the host the line that show-key prints, and check landing-zone.username, private-key and passphrase.", "customer");
        }
        Cause cause = Cause.of(e);
        return new Finding(check, subject, Severity.FAILED, "The landing zone should answer; found: " + cause.found(), cause.advice(), cause.actor());
    }

    private Session login(LandingZone zone) throws JSchException {
        JSch client = new JSch();
        client.setKnownHosts(zone.knownHosts());
        if (zone.privateKey() != null) {
            client.addIdentity(zone.privateKey(), zone.passphrase() == null ? null : zone.passphrase().reveal());
        }
        Session session = client.getSession(zone.username(), zone.host(), zone.port());
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey,password");
        if (zone.password() != null) {
            session.setPassword(zone.password().reveal());
        }
        session.setTimeout((int) limit.toMillis());
        session.connect((int) limit.toMillis());
        return session;
    }

    /** The directory counts from where a login begins. */
    private static String begin(LandingZone zone) {
        String relative = zone.directory().replaceFirst("^/+", "");
        // What the client would take for a pattern is a name here.
        return relative.isEmpty() ? "." : relative.replaceAll("[\\\\*?]", "\\\\$0");
    }

    /** @return how long writing took, in nanoseconds */
    private long write(ChannelSftp sftp) throws SftpException {
        byte[] sent = new byte[BYTES];
        random.nextBytes(sent);
        String name = "halo-migration-" + HexFormat.of().formatHex(Arrays.copyOf(sent, 8)) + ".probe";
        String there = name + ".part";
        try {
            long start = System.nanoTime();
            sftp.put(new ByteArrayInputStream(sent), there);
            long took = System.nanoTime() - start;
            sftp.rename(there, name);
            there = name;
            Vector<ChannelSftp.LsEntry> listed = sftp.ls(".");
            ByteArrayOutputStream back = new ByteArrayOutputStream(BYTES);
            sftp.get(name, back);
            if (!Arrays.equals(back.toByteArray(), sent) || listed.stream().noneMatch(entry -> entry.getFilename().equals(name))) {
                throw new SftpException(ChannelSftp.SSH_FX_FAILURE, "the file came back otherwise than it was sent, or is not in the list");
            }
            return took;
        } finally {
            sftp.rm(there);
        }
    }

    /** In steps of two, so that the words stay while the line is as it was. */
    private static Finding speed(String check, Migration migration, long nanos) {
        long megabytes = Long.highestOneBit(Math.max(0, (long) (BYTES / (nanos / 1e9) / MEGABYTE)));
        String rate = megabytes == 0 ? "less than 1 MB/s" : "at least " + megabytes + " MB/s";
        Long size = migration.source().expectedSize();
        if (size != null && size / MEGABYTE / Math.max(1, megabytes) > LONGEST.toSeconds()) {
            return new Finding(check, "speed", Severity.WARNING, "One connection brings " + rate + " to the landing zone: the first full backup may be on its way for more than a day",
                    "Begin days before the night, take compressed backups, or find a faster line.", "customer");
        }
        return new Finding(check, "speed", Severity.OK, "One connection brings " + rate + " to the landing zone", null, null);
    }

    private static Finding room(String check, Migration migration, ChannelSftp sftp) throws SftpException {
        Long size = migration.source().expectedSize();
        try {
            // In KiB, of what the login may use.
            long free = sftp.statVFS(".").getAvailForNonRoot() * 1024;
            if (size == null) {
                return new Finding(check, "room", Severity.WARNING, "Whether there is room for the database is not known: source.expected-size is not given", "Give source.expected-size.", "customer");
            }
            return free < size
                    ? new Finding(check, "room", Severity.FAILED, "The landing zone has less room than the database needs uncompressed (" + Durations.bytes(size) + ")",
                            "Ask the host for more, or take compressed backups and give source.expected-size as what they need.", "host")
                    : new Finding(check, "room", Severity.OK, "The landing zone has room for the database (" + Durations.bytes(size) + ")", null, null);
        } catch (SftpException e) {
            if (e.id != ChannelSftp.SSH_FX_OP_UNSUPPORTED) {
                throw e;
            }
            return new Finding(check, "room", Severity.WARNING, "The landing zone's server does not say how much room is left", "Ask the host.", "host");
        }
    }
}
