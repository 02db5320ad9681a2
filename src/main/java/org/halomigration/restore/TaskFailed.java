package org.halomigration.restore;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.halomigration.tsql.Advised;
import org.halomigration.tsql.ErrorCatalogue;
import org.halomigration.tsql.Retry;

/** A task of Amazon RDS did not succeed. Its own text is the error; a SQL Server error number inside decides on the advice. */
public final class TaskFailed extends RuntimeException implements Advised {
    private static final Pattern NUMBER = Pattern.compile("(?i)\\b(?:msg|error)(?: number)?[:\\s#=]{0,3}(\\d{3,5})\\b");

    private final transient ErrorCatalogue.Entry entry;

    /** @param info the column {@code task_info}; may be empty */
    TaskFailed(long task, String type, String lifecycle, String info) {
        super("Task %d (%s) of Amazon RDS ended with %s: %s".formatted(task, type, lifecycle, info == null || info.isBlank() ? "it gives no reason." : info.strip()));
        this.entry = entry(info == null ? "" : info).orElse(null);
    }

    /** The first number that the catalogue knows as a cause: what wraps it comes after. */
    private static Optional<ErrorCatalogue.Entry> entry(String info) {
        Matcher numbers = NUMBER.matcher(info);
        while (numbers.find()) {
            Optional<ErrorCatalogue.Entry> known = ErrorCatalogue.standard().find(Integer.parseInt(numbers.group(1)), info);
            if (known.isPresent() && known.get().retry() != Retry.WRAPPER) {
                return known;
            }
        }
        return Optional.empty();
    }

    @Override
    public String advice() {
        return entry == null
                ? "The text is Amazon RDS's own; it names what to change. Differential and log backups need a Single-AZ instance, and its role must be allowed to read the files. It is submitted again."
                : entry.meaning() + " " + entry.advice();
    }

    @Override
    public Retry retry() {
        return entry == null ? Retry.RETRY : entry.retry();
    }
}
