package org.halomigration.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.impl.DefaultCamelContext;

/** A started Camel with a folder of route files, as the application has it, without the application. */
final class RunningCamel implements AutoCloseable {
    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<String> told = new ArrayList<>();
    final RouteFiles files;

    RunningCamel(Path folder) {
        Properties properties = new Properties();
        properties.setProperty("halo.plays-target", "false");
        properties.setProperty("halo.period", "100000");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.setSourceLocationEnabled(true);
        camel.getShutdownStrategy().setTimeout(5);
        camel.getRegistry().bind("sftp-component", new SftpComponent());
        files = new RouteFiles(folder, camel, List.of((kind, file, sha256) -> told.add(kind + " " + folder.relativize(file) + " " + sha256)));
        camel.start();
    }

    /** What the route that listens at {@code direct:name} answers. */
    String ask(String name) {
        return camel.createProducerTemplate().requestBody("direct:" + name, null, String.class);
    }

    List<String> messages() {
        return files.problems().stream().map(problem -> problem.line() + ": " + problem.message()).toList();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
