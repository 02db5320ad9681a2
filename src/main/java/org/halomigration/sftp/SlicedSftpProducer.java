package org.halomigration.sftp;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.component.file.remote.RemoteFileProducer;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.util.ObjectHelper;

/**
 * Sends files, and texts that are to become one, each under another name until it is whole. What cannot be read twice or must be
 * appended goes Camel's own way.
 */
final class SlicedSftpProducer extends RemoteFileProducer<SftpRemoteFile> {
    /** Header of what was sent: SHA-256 of its content, in lower-case hex. */
    static final String SHA256 = "CamelSftpSha256";

    /** Property of a message that is appended: how long the file was before. */
    private static final String LENGTH_BEFORE = "CamelSftpLengthBefore";

    private final SlicedSftpEndpoint endpoint;

    SlicedSftpProducer(SlicedSftpEndpoint endpoint) {
        super(endpoint, endpoint.createRemoteFileOperations());
        this.endpoint = endpoint;
    }

    @Override
    protected void processExchange(Exchange exchange, String target) throws Exception {
        Object body = exchange.getIn().getBody();
        Outgoing file = file(body);
        if (file == null && !(body instanceof String || body instanceof byte[]) || !slices()) {
            if (endpoint.getFileExist() == GenericFileExist.Append) {
                beginAgainAt(exchange, target);
            }
            super.processExchange(exchange, target);
            return;
        }
        SlicedSftpComponent component = endpoint.getComponent();
        Connections connections = component.connections(new Login(endpoint));
        String place = Names.place(endpoint.getConfiguration().normalizePath(target));
        String temporary = ObjectHelper.isEmpty(endpoint.getTempFileName()) ? null : Names.place(endpoint.getConfiguration().normalizePath(createTempFileName(exchange, target)));
        Delivery delivery = new Delivery(endpoint, connections, component.ticks(), place, temporary);
        String hash = file == null ? delivery.deliver(bytes(body)) : delivery.deliver(file);
        exchange.getIn().setHeader(SHA256, hash);
        exchange.getIn().setHeader(FileConstants.FILE_NAME_PRODUCED, target);
        if (endpoint.isDisconnect() || endpoint.isDisconnectOnBatchComplete() && exchange.getProperty(Exchange.BATCH_COMPLETE, false, Boolean.class)) {
            connections.release();
        }
    }

    /** What an earlier try of this message has appended is taken away: Camel's own way would append all of it once more and call that a success. */
    private void beginAgainAt(Exchange exchange, String target) throws Exception {
        Connections connections = endpoint.getComponent().connections(new Login(endpoint));
        String place = Names.place(endpoint.getConfiguration().normalizePath(target));
        long before = exchange.getProperty(LENGTH_BEFORE, -1L, Long.class);
        long now = new Delivery(endpoint, connections, endpoint.getComponent().ticks(), place, null).lengthOf(place, before);
        if (before < 0) {
            exchange.setProperty(LENGTH_BEFORE, now);
        }
    }

    /** Whether the endpoint asks for nothing that only Camel's own way can do. */
    private boolean slices() {
        return (endpoint.getFileExist() == GenericFileExist.Override || endpoint.getFileExist() == GenericFileExist.TryRename)
                && endpoint.getDoneFileName() == null
                && endpoint.getChecksumFileAlgorithm() == null
                && endpoint.getCharset() == null;
    }

    private static Outgoing file(Object body) throws IOException {
        if (body instanceof Outgoing outgoing) {
            return outgoing;
        }
        Object file = body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body;
        if (file instanceof File local) {
            return Outgoing.of(local.toPath());
        }
        return file instanceof Path path ? Outgoing.of(path) : null;
    }

    private static byte[] bytes(Object body) {
        return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) body;
    }
}
