package org.halomigration.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.sandbox.sftp.SftpServer;

/** Another tool, run as a program with its defaults, but for as many files at once as it has connections. */
enum Program implements Uploader {
    SFTP("sftp") {
        @Override
        List<String> command(SftpServer to, String directory, List<Path> files, int connections) {
            return List.of(
                    "sftp", "-q", "-b", "-", "-P", "" + to.port(), "-i", to.privateKey().toString(), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=yes",
                    "-o", "UserKnownHostsFile=" + to.knownHosts(), to.username() + "@" + to.host());
        }

        @Override
        String input(String directory, List<Path> files) {
            return "-mkdir " + directory + "\ncd " + directory + "\n" + files.stream().map(file -> "put " + file + "\n").collect(Collectors.joining());
        }
    },
    RCLONE("rclone") {
        @Override
        List<String> command(SftpServer to, String directory, List<Path> files, int connections) throws IOException {
            Path list = Files.write(files.get(0).resolveSibling("rclone-files"), files.stream().map(file -> file.getFileName().toString()).toList());
            return List.of(
                    "rclone", "copy", "--transfers", "" + connections, "--no-traverse", "--files-from", list.toString(), files.get(0).getParent().toString(),
                    ":sftp,host=" + to.host() + ",port=" + to.port() + ",user=" + to.username() + ",key_file=" + to.privateKey() + ",known_hosts_file=" + to.knownHosts() + ":" + directory);
        }
    },
    LFTP("lftp") {
        @Override
        List<String> command(SftpServer to, String directory, List<Path> files, int connections) {
            String ssh = "ssh -a -x -i " + to.privateKey() + " -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=" + to.knownHosts();
            String put = files.size() == 1
                    ? "put " + files.get(0)
                    : "mput -P " + connections + " " + files.stream().map(Path::toString).collect(Collectors.joining(" "));
            return List.of("lftp", "-e", "set sftp:connect-program '" + ssh + "'; mkdir -f -p " + directory + "; cd " + directory + "; " + put + "; bye", "-u", to.username() + ",", "sftp://" + to.host() + ":" + to.port());
        }
    };

    private final String program;

    Program(String program) {
        this.program = program;
    }

    abstract List<String> command(SftpServer to, String directory, List<Path> files, int connections) throws IOException;

    String input(String directory, List<Path> files) {
        return "";
    }

    @Override
    public String tool() {
        return program;
    }

    boolean installed() {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator)).anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    @Override
    public void upload(SftpServer to, String directory, List<Path> files, int connections) throws Exception {
        run(command(to, directory, files, connections), input(directory, files));
    }

    private static void run(List<String> command, String input) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command.get(0) + " failed: " + said);
        }
    }

    /** Of all programs that have ended: Linux adds it up for their parent. */
    @Override
    public double cpu() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/self/stat")).replaceFirst("^.*\\) ", "").split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
    }
}
