package org.halomigration.sandbox.sqlserver;

import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings of a database that a backup carries ("ALTER DATABASE SET options", "sys.databases"). */
final class DatabaseOptions {
    String recoveryModel = "FULL";
    int compatibility;
    String pageVerify = "CHECKSUM";
    boolean autoClose;
    boolean autoShrink;
    String userAccess = "MULTI_USER";
    boolean readOnly;
    /** Internal version of the files: 904 on 2019, 957 on 2022. */
    int version;
    LocalDateTime created = LocalDateTime.now().withNano(0);

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("RecoveryModel", recoveryModel);
        map.put("CompatibilityLevel", compatibility);
        map.put("PageVerify", pageVerify);
        map.put("AutoClose", autoClose);
        map.put("AutoShrink", autoShrink);
        map.put("UserAccess", userAccess);
        map.put("ReadOnly", readOnly);
        map.put("DatabaseVersion", version);
        map.put("DatabaseCreationDate", created);
        return map;
    }

    static DatabaseOptions of(Map<String, Object> map) {
        DatabaseOptions options = new DatabaseOptions();
        options.recoveryModel = (String) map.get("RecoveryModel");
        options.compatibility = (Integer) map.get("CompatibilityLevel");
        options.pageVerify = (String) map.get("PageVerify");
        options.autoClose = (Boolean) map.get("AutoClose");
        options.autoShrink = (Boolean) map.get("AutoShrink");
        options.userAccess = (String) map.get("UserAccess");
        options.readOnly = (Boolean) map.get("ReadOnly");
        options.version = (Integer) map.get("DatabaseVersion");
        options.created = (LocalDateTime) map.get("DatabaseCreationDate");
        return options;
    }
}
