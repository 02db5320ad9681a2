package org.halomigration.sandbox.sftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** Keeps of each write its last byte: a file has its length, and next to no place on the disk. */
final class LengthsOnly implements SftpFileSystemAccessor {
    @Override
    public SeekableByteChannel openFile(SftpSubsystemProxy subsystem, FileHandle fileHandle, Path file, String handle, Set<? extends OpenOption> options, FileAttribute<?>... attrs)
            throws IOException {
        return new Last(SftpFileSystemAccessor.super.openFile(subsystem, fileHandle, file, handle, options, attrs));
    }

    private record Last(SeekableByteChannel file) implements SeekableByteChannel {
        @Override
        public int write(ByteBuffer from) throws IOException {
            int length = from.remaining();
            if (length > 0) {
                file.position(file.position() + length - 1);
                from.position(from.limit() - 1);
                file.write(from);
            }
            return length;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return file.read(into);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
