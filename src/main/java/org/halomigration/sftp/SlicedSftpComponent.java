package org.halomigration.sftp;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.remote.FtpUtils;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.StringHelper;

/**
 * {@code sftp:}, in place of Camel's own: what it sends goes in slices over several connections that stay open between files. What it
 * fetches is fetched as Camel does.
 */
@Component("sftp")
@ManagedResource(description = "Managed SFTP Component")
public class SlicedSftpComponent extends SftpComponent {
    private static final long WATCH_SECONDS = 1;

    private final Map<Login, Connections> connections = new ConcurrentHashMap<>();
    private final String token = Names.token();
    private ScheduledExecutorService watch;
    private ScheduledExecutorService ticks;

    @Override
    protected GenericFileEndpoint<SftpRemoteFile> buildFileEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SftpConfiguration configuration = new SftpConfiguration(new URI(StringHelper.before(uri, "?", uri)));
        FtpUtils.ensureRelativeFtpDirectory(this, configuration);
        return new SlicedSftpEndpoint(uri, this, configuration);
    }

    /** What distinguishes this sender from every other. */
    String token() {
        return token;
    }

    Connections connections(Login login) {
        return connections.computeIfAbsent(login, Connections::new);
    }

    /** Where those who send a file have themselves called, twice a second. */
    ScheduledExecutorService ticks() {
        return ticks;
    }

    @ManagedAttribute(description = "Connections that are open now")
    public int getOpenConnections() {
        return connections.values().stream().mapToInt(Connections::open).sum();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        watch = single("sftp watch");
        ticks = single("sftp ticks");
        watch.scheduleWithFixedDelay(() -> connections.values().forEach(Connections::watch), WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void doStop() throws Exception {
        connections.values().forEach(Connections::close);
        connections.clear();
        watch.shutdownNow();
        ticks.shutdownNow();
        super.doStop();
    }

    private static ScheduledExecutorService single(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
