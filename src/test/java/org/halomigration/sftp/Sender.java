package org.halomigration.sftp;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.halomigration.sandbox.sftp.SftpServer;

/** Sends by the product's component, as a process would: what it remembers can be handed to the next one. */
final class Sender implements AutoCloseable {
    final Memory memory;
    final List<String> notices = new CopyOnWriteArrayList<>();
    final List<Progress.State> states = new CopyOnWriteArrayList<>();
    /** How fast, and whether; may be changed at any time. */
    volatile Throttle pace = file -> 0;
    final SlicedSftpComponent component = new SlicedSftpComponent();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    Sender() {
        this(new Memory());
    }

    Sender(Memory memory) {
        this.memory = memory;
        camel.addComponent("sftp", component);
        camel.getRegistry().bind("ledger", memory);
        camel.getRegistry().bind("throttle", (Throttle) file -> pace.bytesPerSecond(file));
        camel.getRegistry().bind("progress", new Progress() {
            @Override
            public void moved(Outgoing file, State state) {
                states.add(state);
            }

            @Override
            public void noticed(Outgoing file, String sentence) {
                notices.add(sentence);
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** A ledger in memory, as a journal would keep it. */
    static final class Memory implements Ledger {
        final Map<Path, Sent> sent = new ConcurrentHashMap<>();
        final List<Sent> kept = new CopyOnWriteArrayList<>();

        @Override
        public Optional<Sent> sent(Outgoing file) {
            return Optional.ofNullable(sent.get(file.path()));
        }

        @Override
        public void keep(Outgoing file, Sent now) {
            kept.add(now);
            sent.put(file.path(), now);
        }

        @Override
        public void forget(Outgoing file) {
            sent.remove(file.path());
        }
    }

    record Found(Path path, long size, Instant modified) implements Outgoing {}

    record Hurried(Path path, long size, Instant modified) implements Outgoing {
        static Hurried of(Path path) throws java.io.IOException {
            Outgoing now = Outgoing.of(path);
            return new Hurried(path, now.size(), now.modified());
        }

        @Override
        public boolean urgent() {
            return true;
        }
    }

    /** Records nothing when it has arrived, as a process that ends at that moment. */
    String sendUnrecorded(SftpServer server, Object body, String name, String more) throws Exception {
        return send(uri(server, server.privateKey(), server.knownHosts()) + "&ledger=#ledger&progress=#progress&throttle=#throttle" + more, body, name);
    }

    /** @param more options, beginning with {@code &} @return the hash that the message got */
    String send(SftpServer server, Object body, String name, String more) throws Exception {
        String hash = sendUnrecorded(server, body, name, more);
        if (body instanceof Path path) {
            memory.sent.remove(path);
        } else if (body instanceof Outgoing file) {
            memory.forget(file);
        }
        return hash;
    }

    String send(String uri, Object body, String name) throws Exception {
        Exchange sent = template.request(uri, exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeader(Exchange.FILE_NAME, name);
        });
        if (sent.getException() != null) {
            throw sent.getException() instanceof CamelExecutionException wrapper ? (Exception) wrapper.getCause() : sent.getException();
        }
        return sent.getMessage().getHeader(SlicedSftpProducer.SHA256, String.class);
    }

    SlicedSftpEndpoint endpoint(String uri) {
        return camel.getEndpoint(uri, SlicedSftpEndpoint.class);
    }

    static String uri(SftpServer server, Path privateKey, Path knownHosts) {
        return "sftp://" + server.host() + ":" + server.port() + "/acme?username=" + server.username() + "&privateKeyFile=RAW(" + privateKey
                + ")&knownHostsFile=RAW(" + knownHosts + ")&useUserKnownHostsFile=false&strictHostKeyChecking=yes&preferredAuthentications=publickey"
                + "&reconnectDelay=50";
    }

    @Override
    public void close() {
        camel.stop();
    }
}
