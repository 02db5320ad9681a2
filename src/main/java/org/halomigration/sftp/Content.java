package org.halomigration.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** What is sent, read once from its start to its end. */
interface Content extends Closeable {
    long size();

    /** Fills {@code into} from where the last reading ended. */
    void read(byte[] into, int length) throws IOException;

    /** The next reading begins there. */
    void goTo(long offset);

    /** @throws SourceProblem when it is not what it was when it was found */
    void checkUnchanged() throws SourceProblem;

    /** A text or the like, small enough for memory. */
    static Content of(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(byte[] into, int length) {
                rest.get(into, 0, length);
            }

            @Override
            public void goTo(long offset) {
                rest.position((int) offset);
            }

            @Override
            public void checkUnchanged() {
                // Nobody else has it.
            }

            @Override
            public void close() {
                // It is in memory.
            }
        };
    }

    /** @throws SourceProblem when it is gone, unreadable, or not as {@code file} says */
    static Content of(Outgoing file) throws SourceProblem {
        FileContent content = new FileContent(file);
        try {
            content.checkUnchanged();
        } catch (SourceProblem e) {
            content.close();
            throw e;
        }
        return content;
    }

    /** A file that others may write to. */
    final class FileContent implements Content {
        private final Outgoing file;
        private final FileChannel channel;
        private long at;

        private FileContent(Outgoing file) throws SourceProblem {
            this.file = file;
            try {
                channel = FileChannel.open(file.path(), StandardOpenOption.READ);
            } catch (IOException e) {
                throw new SourceProblem(file.path() + " cannot be opened: " + e + ". Check that it is still there and that this process may read it.");
            }
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void read(byte[] into, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(into, 0, length);
            while (rest.hasRemaining()) {
                int n;
                try {
                    n = channel.read(rest, at);
                } catch (java.nio.channels.ClosedByInterruptException e) {
                    throw e;
                } catch (IOException e) {
                    throw new SourceProblem(file.path() + " cannot be read any more: " + e + ". It is sent when it can.");
                }
                if (n < 0) {
                    throw changed("it ended after " + at + " of " + file.size() + " bytes");
                }
                at += n;
            }
        }

        @Override
        public void goTo(long offset) {
            at = offset;
        }

        @Override
        public void checkUnchanged() throws SourceProblem {
            Path path = file.path();
            BasicFileAttributes now;
            try {
                now = Files.readAttributes(path, BasicFileAttributes.class);
            } catch (IOException e) {
                throw new SourceProblem(path + " cannot be read any more: " + e + ". It is sent when it is back.");
            }
            if (now.size() != file.size()) {
                throw changed("it had " + file.size() + " bytes, now it has " + now.size());
            }
            if (!Outgoing.modified(now).equals(file.modified())) {
                throw changed("it was written to again");
            }
        }

        private SourceProblem changed(String how) {
            return new SourceProblem(file.path() + " changed while it was sent: " + how + ". It is looked at again and sent anew; nothing of it counts as arrived.");
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(file.path() + " cannot be closed", e);
            }
        }
    }
}
