package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What a backup set says of itself, by the column names of RESTORE HEADERONLY; names with a dot are the sandbox's own. */
final class BackupHeader {
    static final int FULL = 1;
    static final int LOG = 2;
    static final int DIFFERENTIAL = 5;
    private final Map<String, Object> values;

    BackupHeader() {
        this(new LinkedHashMap<>());
    }

    private BackupHeader(Map<String, Object> values) {
        this.values = values;
    }

    BackupHeader set(String name, Object value) {
        values.put(name, value);
        return this;
    }

    Map<String, Object> values() {
        return values;
    }

    Object get(String name) {
        return values.get(name);
    }

    String text(String name) {
        return (String) values.get(name);
    }

    int number(String name) {
        Object value = values.get(name);
        return value == null ? 0 : ((Number) value).intValue();
    }

    Long lsn(String name) {
        return (Long) values.get(name);
    }

    UUID guid(String name) {
        return (UUID) values.get(name);
    }

    boolean is(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    int type() {
        return number("BackupType");
    }

    int flags() {
        // "RESTORE HEADERONLY", column Flags
        String[] names = {"HasBulkLoggedData", "IsSnapshot", "IsReadOnly", "IsSingleUser", "HasBackupChecksums", "IsDamaged", "BeginsLogChain",
            "HasIncompleteMetaData", "IsForceOffline", "IsCopyOnly"};
        int flags = 0;
        for (int i = 0; i < names.length; i++) {
            flags |= is(names[i]) ? 1 << i : 0;
        }
        return flags;
    }

    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(values.size());
        for (Map.Entry<String, Object> value : values.entrySet()) {
            out.writeUTF(value.getKey());
            Values.write(out, value.getValue());
        }
        return bytes.toByteArray();
    }

    static BackupHeader read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        BackupHeader header = new BackupHeader();
        for (int n = in.readInt(); n > 0; n--) {
            header.set(in.readUTF(), Values.read(in));
        }
        return header;
    }
}
