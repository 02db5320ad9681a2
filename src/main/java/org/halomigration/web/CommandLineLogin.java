package org.halomigration.web;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.halomigration.journal.OwnersFile;
import org.halomigration.migration.HaloProperties;
import org.halomigration.transfer.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Lets the command line of this machine in: a file in the product's own directory, which only its owner may read, names the address and a
 * token of this run. Whoever may read it may read the journal as well.
 */
@Component
final class CommandLineLogin {
    /** The user's name in the journal. */
    static final String NAME = "command-line";

    private static final Logger LOG = LoggerFactory.getLogger(CommandLineLogin.class);
    private static final int BYTES = 32;

    private final Environment environment;
    private final Path file;
    private final String token;

    CommandLineLogin(HaloProperties halo, Environment environment) {
        this.environment = environment;
        this.file = halo.home().resolve("command-line.json");
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
    }

    AccessProperties.Token token() {
        return new AccessProperties.Token(NAME, TokenLogin.sha256(token), UserRole.OPERATOR);
    }

    /** The port is known only now. */
    @EventListener
    void tellWhere(WebServerInitializedEvent started) {
        if ("management".equals(started.getApplicationContext().getServerNamespace())) {
            return;
        }
        String address = environment.getProperty("server.address", "127.0.0.1");
        boolean everywhere = address.equals("0.0.0.0") || address.equals("::");
        boolean tls = environment.containsProperty("server.ssl.bundle") || environment.containsProperty("server.ssl.key-store") || environment.containsProperty("server.ssl.certificate");
        String url = (tls ? "https" : "http") + "://" + (everywhere ? "127.0.0.1" : address.contains(":") ? "[" + address + "]" : address) + ":" + started.getWebServer().getPort()
                + environment.getProperty("server.servlet.context-path", "");
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(part);
            try (OutputStream out = OwnersFile.create(part)) {
                out.write(Json.text(Map.of("url", url, "token", token)).getBytes(StandardCharsets.UTF_8));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} could not be written ({}): commands on this machine need --url and a token of halo.tokens.", file, e.getMessage());
        }
    }

    @PreDestroy
    void forget() throws IOException {
        // Another process may have begun in the same directory since.
        if (Files.exists(file) && Files.readString(file).contains(token)) {
            Files.delete(file);
        }
    }
}
