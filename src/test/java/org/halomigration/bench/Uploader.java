package org.halomigration.bench;

import java.nio.file.Path;
import java.util.List;
import org.halomigration.sandbox.sftp.SftpServer;

/** A tool that uploads files, as its users run it. */
interface Uploader {
    String tool();

    /** Puts the files into the directory, from no connection to the last file under its name. */
    void upload(SftpServer to, String directory, List<Path> files, int connections) throws Exception;

    /** Seconds of processor time that it has used up to now. */
    double cpu() throws Exception;
}
