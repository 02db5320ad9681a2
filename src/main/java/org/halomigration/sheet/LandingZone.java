package org.halomigration.sheet;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The SFTP directory tree between source and target.
 *
 * @param privateKey key file; null when a password is used
 * @param knownHosts the only host keys that are trusted
 * @param limit most bytes the landing zone may hold; null when not given
 */
// Files are named by text: where a route puts a Path into a text, Camel puts the file's content there, which here is the key itself.
public record LandingZone(
        @Key(value = "The SFTP server", need = Need.SOURCE, format = Format.HOST, example = "sftp.host.example") String host,
        @Key(value = "Its port", byDefault = "22", example = "22") int port,
        @Key(value = "The login's name", need = Need.SOURCE, example = "acme") String username,
        @Key(value = "The file with the private key; this or `password`", format = Format.FILE, example = "/run/secrets/acme_key") String privateKey,
        @Key(value = "What opens the private key, where it is locked", example = "\"${file:/run/secrets/acme_passphrase}\"") Secret passphrase,
        @Key(value = "The login's password, where it has no key", example = "\"${ACME_SFTP_PASSWORD}\"") Secret password,
        @Key(value = "The file with the host keys that are trusted; no other is", byDefault = "config/known_hosts", format = Format.FILE,
                        example = "config/known_hosts")
                String knownHosts,
        @Key(value = "The migration's own directory on the server, from where a login begins", need = Need.SOURCE, example = "/acme") String directory,
        @Key(value = "How much may lie there at once; absent: as much as the server takes", example = "500GB") Long limit)
        implements Ruled {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./";

    /**
     * The directory as it stands in the path of an endpoint's URI: from where a login begins, without a slash in front. What a URI, or Camel in
     * it, could take for something else is encoded twice: Camel decodes it when it puts the URI in order, and the endpoint when it reads it.
     */
    public String path() {
        StringBuilder path = new StringBuilder();
        for (byte b : directory.replaceFirst("^/+", "").getBytes(StandardCharsets.UTF_8)) {
            boolean plain = PLAIN.indexOf(b & 0xff) >= 0;
            path.append(plain ? String.valueOf((char) b) : "%%25%02X".formatted(b));
        }
        return path.toString();
    }

    @Override
    public List<Breach> breaches(Role role) {
        return privateKey != null || password != null
                ? List.of()
                : List.of(new Breach("private-key", "a private-key or a password", "neither"));
    }
}
