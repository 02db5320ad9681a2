package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * An instance of Amazon RDS ("Importing and exporting SQL Server databases using native backup and restore"): nobody backs up or restores by
 * statement; procedures submit tasks, two of which run at a time. The texts of its errors are the sandbox's own.
 */
final class Rds {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final String COLUMNS = "task_id int, task_type nvarchar(50), database_name nvarchar(128), [% complete] int, [duration(mins)] int, lifecycle nvarchar(50),"
        + " task_info nvarchar(4000), last_updated datetime, created_at datetime, S3_object_arn nvarchar(2048), overwrite_S3_backup_file bit, KMS_master_key_arn nvarchar(2048),"
        + " filepath nvarchar(2048), overwrite_file bit";

    /** One task; its session is there while it runs. */
    private static final class Task {
        final int id;
        final String type;
        final String database;
        final String arn;
        final LocalDateTime created = LocalDateTime.now();
        volatile String lifecycle = "CREATED";
        volatile String info = "";
        volatile LocalDateTime updated = created;
        volatile Session session;

        Task(int id, String type, String database, String arn) {
            this.id = id;
            this.type = type;
            this.database = database;
            this.arn = arn;
        }

        void is(String state, String text) {
            updated = LocalDateTime.now();
            info = info + (info.isEmpty() ? "" : " ") + "[" + TIME.format(updated) + "] " + text;
            lifecycle = state;
        }

        int percent() {
            Session now = session;
            Request request = now == null ? null : now.request();
            return lifecycle.equals("SUCCESS") ? 100 : request == null ? 0 : (int) Math.max(0, request.percent());
        }
    }

    private final Instance server;
    private final Principal service = Principal.of("rdsa", UUID.randomUUID().toString(), Principal.Role.SYSADMIN);
    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final ExecutorService runners = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "rds-task");
        thread.setDaemon(true);
        return thread;
    });
    volatile boolean multiAz;

    Rds(Instance server) {
        this.server = server;
    }

    boolean isService(Principal principal) {
        return principal == service;
    }

    /** @return null for a procedure that is none of RDS's */
    Integer call(String name, Map<String, Object> arguments, Session session, Answer answer) {
        switch (name) {
            case "rds_restore_database" -> {
                boolean differential = "DIFFERENTIAL".equalsIgnoreCase(text(arguments, "@type"));
                boolean stays = flag(arguments, "@with_norecovery", false);
                String type = "RESTORE_DB" + (differential ? "_DIFFERENTIAL" : "") + (stays ? "_NORECOVERY" : "");
                restore(type, differential || stays, "DATABASE", stays, arguments, session, answer);
            }
            case "rds_restore_log" -> {
                boolean stays = flag(arguments, "@with_norecovery", true);
                restore("RESTORE_DB_LOG" + (stays ? "_NORECOVERY" : ""), true, "LOG", stays, arguments, session, answer);
            }
            case "rds_finish_restore" -> {
                String database = needed(arguments, "@db_name");
                submit(new Task(ids.incrementAndGet(), "FINISH_RESTORE", database, null), session, answer, () -> "RESTORE DATABASE " + bracketed(database) + " WITH RECOVERY");
            }
            case "rds_task_status" -> status(text(arguments, "@db_name"), text(arguments, "@task_id"), answer);
            case "rds_cancel_task" -> cancel(Integer.parseInt(needed(arguments, "@task_id")));
            case "rds_drop_database" -> drop(needed(arguments, "@db_name"));
            case "rds_modify_db_name" -> rename(String.valueOf(arguments.get("#0")), String.valueOf(arguments.get("#1")));
            default -> {
                return null;
            }
        }
        return 0;
    }

    private static String bracketed(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }

    private static String text(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        return value == null ? null : value.toString();
    }

    private static String needed(Map<String, Object> arguments, String name) {
        String value = text(arguments, name);
        if (value == null) {
            throw Refused.of(201, "Procedure or function expects parameter '" + name + "', which was not supplied.");
        }
        return value;
    }

    private static boolean flag(Map<String, Object> arguments, String name, boolean otherwise) {
        String value = text(arguments, name);
        return value == null ? otherwise : value.equals("1");
    }

    private void restore(String type, boolean singleAz, String what, boolean stays, Map<String, Object> arguments, Session session, Answer answer) {
        String database = needed(arguments, "@restore_db_name");
        String arn = needed(arguments, "@s3_arn_to_restore_from");
        boolean full = type.equals("RESTORE_DB") || type.equals("RESTORE_DB_NORECOVERY");
        if (singleAz && multiAz) {
            throw Refused.of(50000, "Differential, log and NORECOVERY restores are not supported on Multi-AZ instances.");
        }
        if (full && server.find(database) != null) {
            throw Refused.of(50000, "Database " + database + " already exists. Two databases that differ only by case or accent are not allowed. Choose a different database name.");
        }
        submit(new Task(ids.incrementAndGet(), type, database, arn), session, answer, () -> {
            List<String> devices = devices(arn);
            return "RESTORE " + what + " " + bracketed(database) + " FROM " + String.join(", ", devices.stream().map(device -> "DISK = N'" + device + "'").toList())
                + " WITH " + (stays ? "NORECOVERY" : "RECOVERY") + (full ? moves(database, devices.get(0)) : "");
        });
    }

    /** The one object, or all whose names begin with what stands before the star. */
    private List<String> devices(String arn) throws IOException {
        if (!arn.endsWith("*")) {
            return List.of(arn);
        }
        String directory = arn.substring(0, arn.lastIndexOf('/'));
        String beginning = arn.substring(directory.length() + 1, arn.length() - 1);
        Path path = server.mounts().resolve(directory);
        try (Stream<Path> files = Files.list(path)) {
            List<String> devices = files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(beginning)).sorted().map(name -> directory + "/" + name).toList();
            if (devices.size() > 10) {
                throw Refused.of(50000, "A restore from more than 10 files is not supported.");
            }
            return devices;
        }
    }

    /** RDS places files by itself, and takes no second database of one family. */
    private String moves(String database, String device) throws IOException {
        Media.Entry set = Media.contents(device, server.mounts().toRead(device)).sets().get(0);
        BackupHeader header = set.isComplete() ? set.header() : set.begin();
        for (Database other : server.databases()) {
            if (other.family.equals(header.guid("FamilyGUID"))) {
                throw Refused.of(50000, "Database " + database + " cannot be restored because there is already an existing database with the same family_guid on the instance.");
            }
        }
        StringBuilder moves = new StringBuilder();
        for (DatabaseFile file : BackupReports.filesOf(header)) {
            moves.append(", MOVE N'").append(file.logical()).append("' TO N'").append(server.dataDirectory()).append('\\').append(database.replace("'", "''")).append('_').append(file.logical())
                .append(file.isLog() ? ".ldf'" : ".mdf'");
        }
        return moves.toString();
    }

    private interface Work {
        String statement() throws IOException;
    }

    private void submit(Task task, Session session, Answer answer, Work work) {
        if (session.openTransactions() > 0) {
            throw Refused.of(3021, "Cannot perform a backup or restore operation within a transaction.");
        }
        tasks.add(task);
        runners.execute(() -> run(task, work));
        show(List.of(task), answer);
    }

    private void run(Task task, Work work) {
        if (!task.lifecycle.equals("CREATED")) {
            return;
        }
        task.is("IN_PROGRESS", "Task execution has started.");
        List<SqlError> errors = new ArrayList<>();
        boolean existed = server.find(task.database) != null;
        try {
            Session session = server.service(service);
            task.session = session;
            session.execute(work.statement(), List.of(), new Silent() {
                @Override
                public void error(SqlError error) {
                    errors.add(error);
                }
            });
        } catch (Refused e) {
            errors.addAll(e.errors());
        } catch (IOException | RuntimeException e) {
            errors.add(new SqlError(50000, 16, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            errors.add(new SqlError(50000, 16, "interrupted"));
        } finally {
            Session session = task.session;
            task.session = null;
            if (session != null) {
                session.close();
            }
        }
        end(task, errors, existed);
    }

    private void end(Task task, List<SqlError> errors, boolean existed) {
        if (errors.isEmpty()) {
            task.is("SUCCESS", "The task has completed successfully.");
            return;
        }
        if (!existed && server.find(task.database) != null) {
            drop(task.database);
        }
        StringBuilder why = new StringBuilder("Aborted the task because of a task failure or a concurrent RESTORE_DB request.");
        errors.forEach(error -> why.append(" Msg ").append(error.number()).append(", Level ").append(error.severity()).append(": ").append(error.getMessage()));
        task.is(task.lifecycle.equals("CANCEL_REQUESTED") ? "CANCELLED" : "ERROR", why.toString());
    }

    private void cancel(int id) {
        for (Task task : tasks) {
            if (task.id == id && task.lifecycle.equals("CREATED")) {
                task.is("CANCELLED", "The task was cancelled.");
            } else if (task.id == id && task.lifecycle.equals("IN_PROGRESS")) {
                task.is("CANCEL_REQUESTED", "The task is being cancelled.");
                task.session.kill();
            }
        }
    }

    private void drop(String name) {
        Database database = server.get(name);
        new FilePlan(server).delete(database.files);
        server.remove(database);
    }

    private void rename(String from, String to) {
        if (multiAz) {
            throw Refused.of(50000, "A database of a Multi-AZ instance cannot be renamed.");
        }
        server.rename(server.get(from), to);
    }

    private void status(String database, String id, Answer answer) {
        show(tasks.stream().filter(task -> database == null || task.database.equalsIgnoreCase(database)).filter(task -> id == null || task.id == Integer.parseInt(id)).toList(), answer);
    }

    private static void show(List<Task> tasks, Answer answer) {
        answer.columns(BackupReports.columns(COLUMNS));
        for (Task task : tasks) {
            answer.row(task.id, task.type, task.database, task.percent(), (int) java.time.Duration.between(task.created, task.updated).toMinutes(), task.lifecycle, task.info, task.updated,
                task.created, task.arn, false, null, null, false);
        }
        answer.count(tasks.size());
    }

    void close() {
        runners.shutdownNow();
    }
}
