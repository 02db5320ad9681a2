package org.halomigration.sftp;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpOperations;

/**
 * How to get into a server. Keys, passwords and host keys are Camel's affair, read anew for each connection; two logins are equal when
 * the same user gets into the same server by the same means.
 */
final class Login extends SftpOperations {
    /** So often at least the server is asked whether it is there, in milliseconds. */
    private static final int KEEP_ALIVE = 10_000;

    private final SftpConfiguration configuration;
    private final List<Object> means;

    Login(SlicedSftpEndpoint endpoint) {
        super(endpoint.getProxy());
        setEndpoint(endpoint);
        configuration = endpoint.getConfiguration();
        means = Arrays.asList(
                configuration.getHost(), configuration.getPort(), configuration.getUsername(), configuration.getPassword(),
                configuration.getPrivateKeyFile(), configuration.getPrivateKeyUri(), Arrays.hashCode(configuration.getPrivateKey()),
                configuration.getPrivateKeyPassphrase(), configuration.getKeyPair(), configuration.getPreferredAuthentications(),
                configuration.getKnownHostsFile(), configuration.getKnownHostsUri(), Arrays.hashCode(configuration.getKnownHosts()),
                configuration.getStrictHostKeyChecking(), configuration.isUseUserKnownHostsFile(), configuration.getServerHostKeys(),
                configuration.getPublicKeyAcceptedAlgorithms(), configuration.getCiphers(), configuration.getKeyExchangeProtocols(),
                configuration.getCompression(), configuration.getBindAddress(), endpoint.getProxy());
    }

    /** A new connection, ready to be used. @param whenLost run when it breaks */
    Connection connect(Runnable whenLost) throws JSchException, IOException {
        Session session = createSession(configuration);
        session.setDaemonThread(true);
        session.setConfig("CheckKexes", keyExchangesThatMayBeMissing(session));
        // Each would be a round trip: asking which methods there are, and whether a key would do, instead of trying it.
        session.setConfig("enable_auth_none", "no");
        session.setConfig("enable_pubkey_auth_query", "no");
        int interval = configuration.getServerAliveInterval();
        session.setServerAliveInterval(interval > 0 ? Math.min(interval, KEEP_ALIVE) : KEEP_ALIVE);
        session.setServerAliveCountMax(Math.max(2, configuration.getServerAliveCountMax()));
        return new Connection(session, new Line(configuration.getConnectTimeout(), configuration.getBindAddress()), configuration.getConnectTimeout(), whenLost);
    }

    /**
     * JSch tries out key exchanges anew for each connection, by making keys, which takes longer than all else. Worth it are only those
     * that are offered and that a Java may lack; every Java that this runs on has Curve25519.
     */
    private static String keyExchangesThatMayBeMissing(Session session) {
        List<String> offered = List.of(session.getConfig("kex").split(","));
        return Arrays.stream(session.getConfig("CheckKexes").split(",")).filter(name -> offered.contains(name) && !name.startsWith("curve25519")).collect(Collectors.joining(","));
    }

    /** The server and the user, without any secret. */
    @Override
    public String toString() {
        return configuration.remoteServerInformation();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Login login && means.equals(login.means);
    }

    @Override
    public int hashCode() {
        return Objects.hash(configuration.getHost(), configuration.getPort(), configuration.getUsername());
    }
}
