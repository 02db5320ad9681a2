package org.halomigration.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server on loopback that shakes hands over TLS and hangs up, with a self-signed certificate of 90 days that the JDK's keytool makes. */
public final class TlsServer implements AutoCloseable {
    private static final String NAME = "sandbox";
    private static final char[] PASSWORD = "sandbox".toCharArray();

    private final KeyStore keys;
    private final SSLServerSocket socket;

    private TlsServer(KeyStore keys) throws IOException, GeneralSecurityException {
        this.keys = keys;
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread serving = new Thread(this::serve, "sandbox-tls");
        serving.setDaemon(true);
        serving.start();
    }

    /** @param names the certificate is for, as keytool takes them: {@code dns:localhost,ip:127.0.0.1} */
    public static TlsServer start(Path directory, String names) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("server.p12");
        Files.deleteIfExists(file);
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", NAME, "-keyalg", "EC", "-groupname", "secp256r1",
                "-validity", "90", "-dname", "CN=Sandbox Issuer", "-ext", "SAN=" + names, "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", new String(PASSWORD))
                .redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ended with " + keytool.exitValue() + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool ran.", e);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return new TlsServer(keys);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public X509Certificate certificate() {
        try {
            return (X509Certificate) keys.getCertificate(NAME);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A store that trusts the certificate. */
    public KeyStore issuers() throws IOException, GeneralSecurityException {
        KeyStore issuers = KeyStore.getInstance("PKCS12");
        issuers.load(null, null);
        issuers.setCertificateEntry(NAME, certificate());
        return issuers;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (SSLSocket client = (SSLSocket) socket.accept()) {
                client.startHandshake();
            } catch (IOException gone) {
                // A client that does not trust it hangs up; so does close().
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
