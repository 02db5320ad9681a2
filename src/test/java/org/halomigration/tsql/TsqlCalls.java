package org.halomigration.tsql;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with the component and one instance, and everything that its listener heard. */
final class TsqlCalls implements ServerMessages, AutoCloseable {
    record Stall(Duration since, Progress last, boolean cancelled) {}

    final List<ServerMessage> messages = new CopyOnWriteArrayList<>();
    final List<Running> started = new CopyOnWriteArrayList<>();
    final List<Progress> progress = new CopyOnWriteArrayList<>();
    final List<Stall> stalls = new CopyOnWriteArrayList<>();
    final List<Exception> failures = new CopyOnWriteArrayList<>();

    private final DefaultCamelContext camel = new DefaultCamelContext();

    TsqlCalls(SqlServer instance, Path statements) {
        TsqlComponent component = new TsqlComponent();
        component.setStatements(statements.toString());
        component.setServerMessages(this);
        camel.addComponent("tsql", component);
        camel.getRegistry().bind("acme.target", instance);
        camel.start();
    }

    TsqlCalls(SqlServer instance) {
        this(instance, Path.of("routes/sql"));
    }

    /** Runs {@code tsql:<uri>} with the body and returns the exchange; its exception is in it. */
    Exchange call(String uri, Map<String, ?> body) {
        String options = (uri.contains("?") ? "&" : "?") + "instance=acme.target";
        return camel.createProducerTemplate().send("tsql:" + uri + options, exchange -> {
            exchange.setVariable("migration", "acme");
            exchange.getMessage().setBody(body);
        });
    }

    @Override
    public void message(Running running, ServerMessage message) {
        messages.add(message);
    }

    @Override
    public void started(Running running) {
        started.add(running);
    }

    @Override
    public void progress(Running running, Progress now) {
        progress.add(now);
    }

    @Override
    public void stalled(Running running, Duration since, Progress last, boolean cancelled) {
        stalls.add(new Stall(since, last, cancelled));
    }

    @Override
    public void ended(Running running, Duration duration, Exception failure) {
        if (failure != null) {
            failures.add(failure);
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
