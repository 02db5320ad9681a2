package org.halomigration.sftp;

import org.apache.camel.Category;
import org.apache.camel.component.file.GenericFileProducer;
import org.apache.camel.component.file.remote.FtpConstants;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpDefaultMoveExistingFileStrategy;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * Upload and download files to/from SFTP servers: uploads in slices over several connections, resumed where they broke off.
 */
@UriEndpoint(
        firstVersion = "1.1.0",
        scheme = "sftp",
        extendsScheme = "file",
        title = "SFTP",
        syntax = "sftp:host:port/directoryName",
        category = Category.FILE,
        headersClass = FtpConstants.class)
@Metadata(
        excludeProperties = "appendChars,bufferSize,siteCommand,directoryMustExist,extendedAttributes,probeContentType,startingDirectoryMustExist,"
                + "startingDirectoryMustHaveAccess,forceWrites,copyAndDeleteOnRenameFail,renameUsingCopy,synchronous")
public class SlicedSftpEndpoint extends SftpEndpoint {
    /** What is asked before a file gets its final name. */
    public enum Verify {
        /** Its size on the server. */
        size,
        /** Its size and its content: it is read back and hashed. */
        content
    }

    private static final int MOST_CONNECTIONS = 8;

    @UriParam(label = "producer", description = "How many connections send one file together, at most 8", defaultValue = "4")
    private int connections = 4;

    @UriParam(
            label = "producer",
            description = "How much of a file is sent again at least when it was not acknowledged, in bytes. A file that is not larger goes over one connection",
            defaultValue = "8388608")
    private long sliceSize = 8 * 1024 * 1024;

    @UriParam(label = "producer", description = "How much is sent to the server at most, over all connections, in bytes per second. 0: as fast as it goes", defaultValue = "0")
    private long rateLimit;

    @UriParam(
            label = "producer",
            description = "What is asked before a file gets its final name: its size, or also its content, which is read back and takes as long again",
            defaultValue = "size")
    private Verify verify = Verify.size;

    @UriParam(
            label = "producer",
            description = "Whether the hashes of a file's slices are written beside it as they arrive, in a file of its name and .slices, so that it can be checked where it arrives",
            defaultValue = "false")
    private boolean sliceHashes;

    @UriParam(label = "producer,advanced", description = "Remembers how far files have come, so that what was cut off goes on where it was. Without one it goes on within one sending only")
    private Ledger ledger;

    @UriParam(label = "producer,advanced", description = "Says whether and how fast files may be sent, also while they are. Without one: as fast as rateLimit says")
    private Throttle throttle;

    @UriParam(label = "producer,advanced", description = "Hears how files get on. Default: the log")
    private Progress progress = new LoggedProgress();

    public SlicedSftpEndpoint(String uri, SlicedSftpComponent component, SftpConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public SlicedSftpComponent getComponent() {
        return (SlicedSftpComponent) super.getComponent();
    }

    @Override
    protected GenericFileProducer<SftpRemoteFile> buildProducer() {
        if (getMoveExistingFileStrategy() == null) {
            setMoveExistingFileStrategy(new SftpDefaultMoveExistingFileStrategy());
        }
        return new SlicedSftpProducer(this);
    }

    @Override
    protected void afterPropertiesSet() {
        super.afterPropertiesSet();
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections is " + connections + "; expected 1 to " + MOST_CONNECTIONS);
        }
        if (sliceSize < Chunk.SIZE) {
            throw new IllegalArgumentException("sliceSize is " + sliceSize + " bytes; expected at least " + Chunk.SIZE);
        }
        if (rateLimit < 0) {
            throw new IllegalArgumentException("rateLimit is " + rateLimit + " bytes per second; expected 0 or more");
        }
    }

    public int getConnections() {
        return connections;
    }

    public void setConnections(int connections) {
        this.connections = connections;
    }

    public long getSliceSize() {
        return sliceSize;
    }

    public void setSliceSize(long sliceSize) {
        this.sliceSize = sliceSize;
    }

    public long getRateLimit() {
        return rateLimit;
    }

    public void setRateLimit(long rateLimit) {
        this.rateLimit = rateLimit;
    }

    public boolean isSliceHashes() {
        return sliceHashes;
    }

    public void setSliceHashes(boolean sliceHashes) {
        this.sliceHashes = sliceHashes;
    }

    public Verify getVerify() {
        return verify;
    }

    public void setVerify(Verify verify) {
        this.verify = verify;
    }

    public Ledger getLedger() {
        return ledger;
    }

    public void setLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    public Throttle getThrottle() {
        return throttle;
    }

    public void setThrottle(Throttle throttle) {
        this.throttle = throttle;
    }

    /** The lower of the two limits that there may be. */
    long limit(Outgoing file) throws Held {
        long now = throttle == null ? 0 : throttle.bytesPerSecond(file);
        return now == 0 || rateLimit == 0 ? Math.max(now, rateLimit) : Math.min(now, rateLimit);
    }

    public Progress getProgress() {
        return progress;
    }

    public void setProgress(Progress progress) {
        this.progress = progress;
    }
}
