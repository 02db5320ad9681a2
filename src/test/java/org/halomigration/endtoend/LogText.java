package org.halomigration.endtoend;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** All that is logged while it listens, with the messages of exceptions. */
final class LogText extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private final Queue<Map<String, String>> contexts = new ConcurrentLinkedQueue<>();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    /** After Boot has set its logging up, which takes foreign appenders away. */
    void listen() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
        contexts.add(event.getMDCPropertyMap());
        for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
            lines.add(String.valueOf(thrown.getMessage()));
        }
    }

    String text() {
        return String.join("\n", lines);
    }

    /** What the lines say beside their text. */
    List<Map<String, String>> contexts() {
        return List.copyOf(contexts);
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
