package org.halomigration.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.remote.SftpComponent;
import org.apache.camel.component.file.remote.SftpEndpointConfigurer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Camel's own component makes of a connection that is cut in the middle of a file, and what this one makes of the same route. */
class WhatStockCamelGetsWrongTest {
    private static final int SIZE = 3_000_000;

    @TempDir
    Path home;

    private MinaSftpServer server;
    private Path file;

    /** The description of options that Camel finds by name is that of the product's component. */
    private static final class Stock extends SftpComponent {
        @Override
        public PropertyConfigurer getEndpointPropertyConfigurer() {
            return new SftpEndpointConfigurer();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = MinaSftpServer.start(home);
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        file = Files.write(home.resolve("halo.bak"), content);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void atFirstATruncatedFileUnderItsFinalName() throws Exception {
        server.cutUploadsAt(SIZE / 2);
        assertThat(sent(new Stock(), "", 0)).isFalse();
        assertThat(landed()).as("stock").exists();
        assertThat(Files.size(landed())).as("stock").isLessThan(SIZE);

        Files.delete(landed());
        server.cutUploadsAt(SIZE / 2);
        assertThat(sent(new SlicedSftpComponent(), "&sliceSize=300000&connections=2", 0)).as("ours goes on over another connection").isTrue();
        assertThat(landed()).hasSameBinaryContentAs(file);
    }

    @Test
    void withRedeliveryAllOfItOnceMore() throws Exception {
        server.cutUploadsAt(SIZE / 2);
        assertThat(sent(new Stock(), "&tempFileName=${file:name}.part", 2)).isTrue();
        assertThat(server.written()).as("stock").isGreaterThan(SIZE + SIZE / 3);

        long before = server.written();
        server.cutUploadsAt(SIZE / 2);
        // Sent again is what was under way, never all that had arrived: slices this small follow one another before the first is acknowledged.
        assertThat(sent(new SlicedSftpComponent(), "&tempFileName=${file:name}.part&sliceSize=300000&connections=4", 2)).isTrue();
        assertThat(landed()).hasSameBinaryContentAs(file);
        assertThat(server.written() - before).as("ours").isLessThan(SIZE + SIZE / 2);
        nothingElseIsLeft();
    }

    @Test
    void withAppendASuccessThatIsNone() throws Exception {
        server.cutUploadsAt(SIZE / 2);
        assertThat(sent(new Stock(), "&fileExist=Append", 2)).as("stock calls it a success").isTrue();
        assertThat(Files.size(landed())).as("stock").isGreaterThan(SIZE);

        Files.delete(landed());
        server.cutUploadsAt(SIZE / 2);
        assertThat(sent(new SlicedSftpComponent(), "&fileExist=Append", 2)).isTrue();
        assertThat(landed()).as("ours").hasSameBinaryContentAs(file);
    }

    /** @return whether the route says that it was sent */
    private boolean sent(SftpComponent component, String more, int redeliveries) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("sftp", component);
            String uri = Sender.uri(server, server.privateKey(), server.knownHosts()) + more;
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(defaultErrorHandler().maximumRedeliveries(redeliveries).redeliveryDelay(50).logExhausted(false));
                    from("direct:push").setHeader(Exchange.FILE_NAME, constant("halo.bak")).to(uri);
                }
            });
            camel.start();
            return camel.createProducerTemplate().request("direct:push", exchange -> exchange.getIn().setBody(file.toFile())).getException() == null;
        }
    }

    private Path landed() {
        return server.root().resolve("acme/halo.bak");
    }

    private void nothingElseIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(landed().getParent())) {
            assertThat(left).containsExactly(landed());
        }
    }
}
