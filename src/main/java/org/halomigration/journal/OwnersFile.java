package org.halomigration.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A new file that nobody but its owner may ever read: the rights are there with the file, not set a moment after. */
public final class OwnersFile {
    private OwnersFile() {}

    /**
     * @throws java.nio.file.FileAlreadyExistsException when it is there already, also as a link
     * @throws IOException when it cannot be made, or its file system knows no rights
     */
    public static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly(file)));
    }

    private static FileAttribute<?> ownersOnly(Path file) throws IOException {
        Set<String> kinds = file.getFileSystem().supportedFileAttributeViews();
        if (kinds.contains("posix")) {
            return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        }
        if (kinds.contains("acl")) {
            return accessList(file);
        }
        throw new IOException("its file system keeps no access rights");
    }

    /** As Windows has it: one entry, and none that the folder hands down. */
    private static FileAttribute<List<AclEntry>> accessList(Path file) throws IOException {
        UserPrincipal owner = file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
        AclEntry all = AclEntry.newBuilder().setType(AclEntryType.ALLOW).setPrincipal(owner).setPermissions(EnumSet.allOf(AclEntryPermission.class)).build();
        return new FileAttribute<>() {
            @Override
            public String name() {
                return "acl:acl";
            }

            @Override
            public List<AclEntry> value() {
                return List.of(all);
            }
        };
    }
}
