package org.halomigration.sandbox.sqlserver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result sets of RESTORE HEADERONLY, LABELONLY and FILELISTONLY. */
final class BackupReports {
    private static final String HEADER = "BackupName nvarchar(128), BackupDescription nvarchar(255), BackupType smallint, ExpirationDate datetime, Compressed bit,"
        + " Position smallint, DeviceType tinyint, UserName nvarchar(128), ServerName nvarchar(128), DatabaseName nvarchar(128), DatabaseVersion int,"
        + " DatabaseCreationDate datetime, BackupSize numeric(20,0), FirstLSN numeric(25,0), LastLSN numeric(25,0), CheckpointLSN numeric(25,0),"
        + " DatabaseBackupLSN numeric(25,0), BackupStartDate datetime, BackupFinishDate datetime, SortOrder smallint, CodePage smallint, UnicodeLocaleId int,"
        + " UnicodeComparisonStyle int, CompatibilityLevel tinyint, SoftwareVendorId int, SoftwareVersionMajor int, SoftwareVersionMinor int,"
        + " SoftwareVersionBuild int, MachineName nvarchar(128), Flags int, BindingID uniqueidentifier, RecoveryForkID uniqueidentifier, Collation nvarchar(128),"
        + " FamilyGUID uniqueidentifier, HasBulkLoggedData bit, IsSnapshot bit, IsReadOnly bit, IsSingleUser bit, HasBackupChecksums bit, IsDamaged bit,"
        + " BeginsLogChain bit, HasIncompleteMetaData bit, IsForceOffline bit, IsCopyOnly bit, FirstRecoveryForkID uniqueidentifier, ForkPointLSN numeric(25,0),"
        + " RecoveryModel nvarchar(60), DifferentialBaseLSN numeric(25,0), DifferentialBaseGUID uniqueidentifier, BackupTypeDescription nvarchar(60),"
        + " BackupSetGUID uniqueidentifier, CompressedBackupSize bigint, Containment tinyint, KeyAlgorithm nvarchar(32), EncryptorThumbprint varbinary(20),"
        + " EncryptorType nvarchar(32)";
    private static final String SINCE_2022 = ", LastValidRestoreTime datetime, TimeZone nvarchar(32), CompressionAlgorithm nvarchar(32)";
    private static final String LABEL = "MediaName nvarchar(128), MediaSetId uniqueidentifier, FamilyCount int, FamilySequenceNumber int,"
        + " MediaFamilyId uniqueidentifier, MediaSequenceNumber int, MediaLabelPresent tinyint, MediaDescription nvarchar(255), SoftwareName nvarchar(128),"
        + " SoftwareVendorId int, MediaDate datetime, MirrorCount int, IsCompressed bit";
    private static final String FILES = "LogicalName nvarchar(128), PhysicalName nvarchar(260), Type char(1), FileGroupName nvarchar(128), Size numeric(20,0),"
        + " MaxSize numeric(20,0), FileId bigint, CreateLSN numeric(25,0), DropLSN numeric(25,0), UniqueId uniqueidentifier, ReadOnlyLSN numeric(25,0),"
        + " ReadWriteLSN numeric(25,0), BackupSizeInBytes bigint, SourceBlockSize int, FileGroupId int, LogGroupGUID uniqueidentifier,"
        + " DifferentialBaseLSN numeric(25,0), DifferentialBaseGUID uniqueidentifier, IsReadOnly bit, IsPresent bit, TDEThumbprint varbinary(32),"
        + " SnapshotUrl nvarchar(360)";
    private final Answer answer;
    private final int majorVersion;

    BackupReports(Answer answer, int majorVersion) {
        this.answer = answer;
        this.majorVersion = majorVersion;
    }

    static List<Answer.Column> columns(String definition) {
        List<Answer.Column> columns = new ArrayList<>();
        for (List<Token> column : Cursor.atCommas(Lexer.tokens(definition).stream().filter(t -> t.kind() != Token.Kind.END).toList())) {
            Cursor cursor = Cursor.of(column);
            columns.add(new Answer.Column(cursor.name(), Types.read(cursor, 1).type(), true));
        }
        return columns;
    }

    private void row(List<Answer.Column> columns, Map<String, Object> values) {
        Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = fit(values.get(columns.get(i).name()), columns.get(i).type());
        }
        answer.row(row);
    }

    private static Object fit(Object value, SqlType type) {
        if (!(value instanceof Number number)) {
            return value;
        }
        return switch (type.kind()) {
            case BIT -> number.intValue() != 0;
            case TINYINT, SMALLINT -> number.shortValue();
            case INT -> number.intValue();
            case BIGINT -> number.longValue();
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    void headers(Media.Contents contents) {
        List<Answer.Column> columns = columns(majorVersion >= 16 ? HEADER + SINCE_2022 : HEADER);
        answer.columns(columns);
        for (Media.Entry entry : contents.sets()) {
            row(columns, entry.isComplete() ? header(entry.header()) : incomplete(entry));
        }
        answer.count(contents.sets().size());
    }

    /** A set whose backup never ended shows this name and hardly more. */
    private static Map<String, Object> incomplete(Media.Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("BackupName", "*** INCOMPLETE ***");
        row.put("BackupType", entry.begin().type());
        row.put("Position", entry.position());
        row.put("DeviceType", 2);
        return row;
    }

    private static Map<String, Object> header(BackupHeader header) {
        Map<String, Object> row = new LinkedHashMap<>(header.values());
        row.put("SortOrder", 52);
        row.put("CodePage", 0);
        row.put("UnicodeLocaleId", 1033);
        row.put("UnicodeComparisonStyle", 196609);
        row.put("SoftwareVendorId", 4608);
        row.put("SoftwareVersionMinor", 0);
        row.put("MachineName", header.get("ServerName"));
        row.put("Flags", header.flags());
        row.put("BackupTypeDescription", description(header.type()));
        row.put("Containment", 0);
        row.put("LastValidRestoreTime", header.get("BackupFinishDate"));
        row.put("TimeZone", "0");
        row.put("CompressionAlgorithm", header.number("Compressed") == 1 ? "MS_XPRESS" : null);
        return row;
    }

    private static String description(int type) {
        return switch (type) {
            case BackupHeader.LOG -> "Transaction Log";
            case BackupHeader.DIFFERENTIAL -> "Database Differential";
            default -> "Database";
        };
    }

    void label(Media.Contents contents) {
        List<Answer.Column> columns = columns(LABEL);
        answer.columns(columns);
        Media.Label label = contents.label();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("MediaSetId", label.mediaSet());
        row.put("FamilyCount", label.count());
        row.put("FamilySequenceNumber", label.sequence());
        row.put("MediaFamilyId", label.family());
        row.put("MediaSequenceNumber", 1);
        row.put("MediaLabelPresent", 0);
        row.put("SoftwareName", "Microsoft SQL Server");
        row.put("SoftwareVendorId", 4608);
        row.put("MediaDate", contents.sets().isEmpty() ? null : contents.sets().get(0).begin().get("BackupStartDate"));
        row.put("MirrorCount", 1);
        row.put("IsCompressed", false);
        row(columns, row);
        answer.count(1);
    }

    void files(BackupHeader header) {
        List<Answer.Column> columns = columns(FILES);
        answer.columns(columns);
        List<DatabaseFile> files = filesOf(header);
        for (DatabaseFile file : files) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("LogicalName", file.logical());
            row.put("PhysicalName", file.physical());
            row.put("Type", file.type());
            row.put("FileGroupName", file.isLog() ? null : "PRIMARY");
            row.put("Size", file.bytes());
            row.put("MaxSize", file.isLog() ? 2_199_023_255_552L : 35_184_372_080_640L);
            row.put("FileId", file.id());
            row.put("CreateLSN", 0);
            row.put("DropLSN", 0);
            row.put("UniqueId", file.guid());
            row.put("ReadOnlyLSN", 0);
            row.put("ReadWriteLSN", 0);
            row.put("BackupSizeInBytes", file.isLog() ? 0 : header.lsn("BackupSize"));
            row.put("SourceBlockSize", 512);
            row.put("FileGroupId", file.isLog() ? 0 : 1);
            row.put("DifferentialBaseLSN", header.type() == BackupHeader.DIFFERENTIAL ? header.lsn("DifferentialBaseLSN") : (Long) 0L);
            row.put("DifferentialBaseGUID", header.guid("DifferentialBaseGUID"));
            row.put("IsReadOnly", false);
            row.put("IsPresent", true);
            row(columns, row);
        }
        answer.count(files.size());
    }

    /** The files that a set's header lists. */
    static List<DatabaseFile> filesOf(BackupHeader header) {
        List<DatabaseFile> files = new ArrayList<>();
        for (int i = 0; i < header.number(".Files"); i++) {
            String file = ".File" + i;
            files.add(new DatabaseFile(header.number(file + ".Id"), header.text(file + ".Logical"), header.text(file + ".Physical"), header.text(file + ".Type"),
                header.guid(file + ".Guid"), header.lsn(file + ".Bytes")));
        }
        return files;
    }
}
