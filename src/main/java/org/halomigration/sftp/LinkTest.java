package org.halomigration.sftp;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.impl.DefaultCamelContext;

/** Sends one file to a server exactly as a route does, reads it back, takes it away again, and says what the way there is like. */
public final class LinkTest {
    /** OpenSSH's window of one connection, which no client can make larger. */
    private static final long WINDOW = 2 * 1024 * 1024;
    private static final int TRIPS = 5;

    private final Server server;
    private final int connections;
    private final long rateLimit;

    /**
     * Where to, and as whom.
     *
     * @param privateKey a file; null where there is a password
     * @param passphrase null where the key is not locked
     * @param directory as it stands in an endpoint's URI
     */
    public record Server(
            String host, int port, String username, String privateKey, String passphrase, String password, String knownHosts, String directory) {
        @Override
        public String toString() {
            return username + "@" + host + ":" + port;
        }
    }

    /**
     * What was measured.
     *
     * @param seconds from no connection to the final name
     * @param bytesPerSecond over those
     * @param roundTripMillis the median of a question and its answer
     * @param connections that the server let in at once, of {@code asked}
     * @param limitedBy what most likely kept it from being faster, for people
     * @param same whether it read back as it was sent
     * @param notices what the server turned out not to be able to do
     */
    public record Result(
            long bytes, double seconds, long bytesPerSecond, double roundTripMillis, int connections, int asked, boolean posixRename, boolean tellsLimits,
            int largestWriteBytes, String limitedBy, boolean same, List<String> notices) {}

    /** It could not get in. The message says why. */
    public static final class Unreachable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreachable(Server server, Exception why) {
            super(server + " cannot be used: " + root(why).getMessage(), why);
        }

        private static Throwable root(Throwable why) {
            return why.getCause() == null ? why : root(why.getCause());
        }
    }

    /** @param connections 1 to 8 @param rateLimit bytes per second; 0: none */
    public LinkTest(Server server, int connections, long rateLimit) {
        this.server = server;
        this.connections = connections;
        this.rateLimit = rateLimit;
    }

    /** @throws Unreachable when it cannot get in @throws GenericFileOperationFailedException when the file could not be stored, saying why */
    public Result run(Path file) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            SlicedSftpComponent component = new SlicedSftpComponent();
            camel.addComponent("sftp", component);
            camel.start();
            SlicedSftpEndpoint endpoint = endpoint(camel);
            try (Connection probe = new Login(endpoint).connect(() -> {})) {
                return measure(component, endpoint, probe, Outgoing.of(file));
            } catch (JSchException e) {
                throw new Unreachable(server, e);
            }
        }
    }

    /** Secrets are set and not part of a URI. */
    private SlicedSftpEndpoint endpoint(DefaultCamelContext camel) {
        SlicedSftpEndpoint endpoint = camel.getEndpoint("sftp:" + server.host() + ":" + server.port() + "/" + server.directory() + "?connections=" + connections + "&rateLimit=" + rateLimit, SlicedSftpEndpoint.class);
        SftpConfiguration configuration = endpoint.getConfiguration();
        configuration.setUsername(server.username());
        configuration.setPrivateKeyFile(server.privateKey());
        configuration.setPrivateKeyPassphrase(server.passphrase());
        configuration.setPassword(server.password());
        configuration.setKnownHostsFile(server.knownHosts());
        configuration.setUseUserKnownHostsFile(false);
        configuration.setStrictHostKeyChecking("yes");
        configuration.setPreferredAuthentications("publickey,password");
        return endpoint;
    }

    private Result measure(SlicedSftpComponent component, SlicedSftpEndpoint endpoint, Connection probe, Outgoing file) throws Exception {
        double trip = roundTrip(probe);
        List<String> notices = new ArrayList<>();
        AtomicInteger most = new AtomicInteger();
        endpoint.setProgress(new Progress() {
            @Override
            public void moved(Outgoing moving, State state) {
                most.accumulateAndGet(component.getOpenConnections(), Math::max);
            }

            @Override
            public void noticed(Outgoing noticed, String sentence) {
                notices.add(sentence);
            }
        });
        String target = Names.place(endpoint.getConfiguration().normalizePath(endpoint.getConfiguration().getDirectory() + "/link-test-" + component.token()));
        double cpu = processor();
        long start = System.nanoTime();
        String hash = new Delivery(endpoint, component.connections(new Login(endpoint)), component.ticks(), target, null).deliver(file);
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = (processor() - cpu) / seconds;
        try {
            boolean same = ReadBack.sha256(probe, target, file.size()).equals(hash);
            long rate = (long) (file.size() / seconds);
            int reached = Math.max(1, most.get());
            return new Result(
                    file.size(), seconds, rate, trip, reached, connections, probe.offers(Sftp.POSIX_RENAME), probe.offers(Sftp.LIMITS), probe.largestWrite(),
                    limit(rate, trip, reached, cpu), same, List.copyOf(notices));
        } finally {
            Part.remove(probe, target);
        }
    }

    private static double roundTrip(Connection probe) throws IOException, SftpException {
        double[] millis = new double[TRIPS];
        for (int i = 0; i < TRIPS; i++) {
            long start = System.nanoTime();
            Part.size(probe, "link-test-" + i + ".absent");
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        java.util.Arrays.sort(millis);
        return millis[TRIPS / 2];
    }

    private String limit(long rate, double trip, int reached, double cpu) {
        if (rateLimit > 0 && rate > 0.85 * rateLimit) {
            return "landing-zone.rate-limit";
        }
        if (rate > 0.7 * reached * WINDOW / (trip / 1000)) {
            return "the window of " + WINDOW / 1024 / 1024 + " MiB that a server gives each connection for " + Math.round(trip) + " ms"
                    + (reached < connections ? "; it took only " + reached + " of " + connections + " connections" : reached < 8 ? ": more connections make it faster" : "");
        }
        if (cpu > 0.85 * Math.min(2, Runtime.getRuntime().availableProcessors())) {
            return "the processor of this machine";
        }
        return "the line, or the server's disk";
    }

    private static double processor() {
        return ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
