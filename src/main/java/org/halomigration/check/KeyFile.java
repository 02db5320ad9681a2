package org.halomigration.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Migration;

/** Looks at the key of the landing zone: OpenSSH's format, readable by nobody else, its public line as the host wants it. The bean {@code keyFile}. */
public final class KeyFile {
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    public List<Finding> look(String check, Migration migration) {
        if (migration.landingZone().privateKey() == null) {
            return List.of(new Finding(check, "key", Severity.WARNING, "The landing zone is reached by a password; the host asks for an SSH key", "Make one with the command keygen, and send the host the line that show-key prints.", "customer"));
        }
        Path key = Path.of(migration.landingZone().privateKey());
        try {
            String text = Files.readString(key, StandardCharsets.ISO_8859_1);
            List<Finding> findings = new ArrayList<>();
            if (text.startsWith("PuTTY-User-Key-File")) {
                findings.add(failed(check, key, "is in PuTTY's format", "Convert it: puttygen KEY -O private-openssh -o NEW."));
            } else if (!text.startsWith("-----BEGIN ") || !text.contains("PRIVATE KEY-----")) {
                findings.add(failed(check, key, "is no private key in OpenSSH's format", "Name the private key's file, not the .pub one; or make a pair with the command keygen."));
            }
            if (Files.getFileStore(key).supportsFileAttributeView("posix") && Files.getPosixFilePermissions(key).stream().anyMatch(OTHERS::contains)) {
                findings.add(new Finding(check, "permissions", Severity.WARNING, "Others than its owner may read the key " + key, "Make it the process's own: chmod 600.", "customer"));
            }
            publicLine(check, Path.of(key + ".pub"), findings);
            return findings.isEmpty() ? List.of(new Finding(check, "key", Severity.OK, "The key " + key + " is in OpenSSH's format, and its owner's alone", null, null)) : findings;
        } catch (IOException e) {
            return List.of(failed(check, key, "cannot be read: " + e, "Correct landing-zone.private-key, or let this process read the file."));
        }
    }

    private static void publicLine(String check, Path file, List<Finding> findings) throws IOException {
        if (Files.exists(file) && !Files.readString(file, StandardCharsets.ISO_8859_1).strip().matches("ssh-(rsa|ed25519) AAAA[A-Za-z0-9+/=]+( .*)?")) {
            findings.add(new Finding(check, "public key", Severity.FAILED, "The public key " + file + " is not one line that begins with ssh-rsa or ssh-ed25519", "Write it anew: ssh-keygen -y -f KEY > KEY.pub.", "customer"));
        }
    }

    private static Finding failed(String check, Path key, String what, String advice) {
        return new Finding(check, "key", Severity.FAILED, "The key " + key + " " + what, advice, "customer");
    }
}
