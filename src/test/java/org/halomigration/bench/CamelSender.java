package org.halomigration.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.halomigration.sandbox.sftp.SftpServer;
import org.halomigration.sandbox.sftp.StockSftpComponent;
import org.halomigration.sftp.SlicedSftpComponent;

/** A route that sends, in this process: by this product's component or by Camel's own. Connections are made anew each time. */
final class CamelSender implements Uploader {
    private final boolean ours;
    private double seconds;

    /** @param ours whether by this product's component */
    CamelSender(boolean ours) {
        this.ours = ours;
    }

    @Override
    public String tool() {
        return ours ? "halo" : "camel";
    }

    @Override
    public void upload(SftpServer to, String directory, List<Path> files, int connections) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("sftp", ours ? new SlicedSftpComponent() : new StockSftpComponent());
            camel.getShutdownStrategy().setTimeout(5);
            String uri = uri(to, directory) + (ours ? "&connections=" + connections + "&sliceHashes=true" : "&tempFileName=${file:name}.part");
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    // As the push route does: small files together, several at once.
                    var split = from("direct:push").split(body());
                    if (ours) {
                        split.parallelProcessing();
                    }
                    split.setHeader(Exchange.FILE_NAME, simple("${body.name}")).to(uri);
                }
            });
            camel.start();
            long start = System.nanoTime();
            camel.createProducerTemplate().sendBody("direct:push", files.stream().map(Path::toFile).toList());
            seconds = (System.nanoTime() - start) / 1e9;
        }
    }

    static String uri(SftpServer to, String directory) {
        return "sftp://" + to.host() + ":" + to.port() + "/" + directory + "?username=" + to.username() + "&privateKeyFile=RAW(" + to.privateKey() + ")&knownHostsFile=RAW("
                + to.knownHosts() + ")&useUserKnownHostsFile=false&strictHostKeyChecking=yes";
    }

    /** What the last upload took, from the files being handed to the route. */
    double seconds() {
        return seconds;
    }

    @Override
    public double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
