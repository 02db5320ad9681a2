package org.halomigration.sheet;

import java.nio.file.Path;

/**
 * The SFTP directory tree between source and target.
 *
 * @param privateKey key file; null when a password is used
 * @param knownHosts the only host keys that are trusted
 * @param limit most bytes the landing zone may hold; null when not given
 */
public record LandingZone(
        String host,
        int port,
        String username,
        Path privateKey,
        Secret passphrase,
        Secret password,
        Path knownHosts,
        String directory,
        Long limit) {}
