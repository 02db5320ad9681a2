package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate for localhost, made once for each JVM by the JDK's keytool; and the trust store that knows it. */
record TdsCertificate(SSLContext context, Path trustStore) {
    static final String PASSWORD = "sandbox";
    private static final String NAME = "sandbox";

    /** Made when first asked for. */
    static TdsCertificate instance() {
        return Holder.INSTANCE;
    }

    private static final class Holder {
        static final TdsCertificate INSTANCE = made();
    }

    private static TdsCertificate made() {
        try {
            Path folder = Files.createTempDirectory("sandbox-sql-server-tls");
            Path keys = folder.resolve("server.p12");
            Path trusted = folder.resolve("trusted.p12");
            folder.toFile().deleteOnExit();
            keys.toFile().deleteOnExit();
            trusted.toFile().deleteOnExit();
            keytool(keys);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keys)) {
                store.load(in, PASSWORD.toCharArray());
            }
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry(NAME, store.getCertificate(NAME));
            try (OutputStream out = Files.newOutputStream(trusted)) {
                trust.store(out, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            context.init(managers.getKeyManagers(), null, null);
            return new TdsCertificate(context, trusted);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The sandbox's TLS certificate could not be made: " + e.getMessage(), e);
        }
    }

    private static void keytool(Path keys) throws IOException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", NAME,
            "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1",
            "-storetype", "PKCS12", "-keystore", keys.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool ended with " + keytool.exitValue() + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while keytool ran.", e);
        }
    }
}
