package org.halomigration.bench;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.halomigration.sandbox.sftp.SftpServer;

/** What a tool has brought to a server: all of it as it was, or the figures are worth nothing. */
final class Arrived {
    private static final int PIECE = 1024 * 1024;

    private Arrived() {}

    /** Compares each with its source, wholly where the server is on this machine and else by its size and its last piece, and removes it. */
    static void checkAndRemove(SftpServer server, String directory, List<Path> files, String tool) throws Exception {
        if (server.root() != null) {
            for (Path file : files) {
                Path landed = server.root().resolve(directory).resolve(file.getFileName());
                same(Files.mismatch(file, landed) < 0, tool, file);
                Files.delete(landed);
            }
            return;
        }
        JSch jsch = new JSch();
        jsch.setKnownHosts(server.knownHosts().toString());
        jsch.addIdentity(server.privateKey().toString());
        Session session = jsch.getSession(server.username(), server.host(), server.port());
        session.connect();
        try {
            ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
            sftp.connect();
            for (Path file : files) {
                String landed = directory + "/" + file.getFileName();
                long size = Files.size(file);
                same(sftp.stat(landed).getSize() == size, tool, file);
                long from = Math.max(0, size - PIECE);
                try (InputStream there = sftp.get(landed, null, from); InputStream here = Files.newInputStream(file)) {
                    here.skipNBytes(from);
                    same(Arrays.equals(there.readAllBytes(), here.readAllBytes()), tool, file);
                }
                sftp.rm(landed);
            }
        } finally {
            session.disconnect();
        }
    }

    private static void same(boolean same, String tool, Path file) throws IOException {
        if (!same) {
            throw new IOException(tool + " has not brought " + file + " over as it is");
        }
    }
}
