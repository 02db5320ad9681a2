/**
 * The Camel component {@code tsql:}. It runs statement files on a SQL Server, one after the other on one connection of their own:
 *
 * <pre>{@code
 * - toD:
 *     uri: tsql
 *     parameters:
 *       statement: lock-database,restore-log        # routes/sql/<dialect>/<statement>.sql
 *       instance: ${variable.migration.name}.target # a SqlServer in the registry
 *       dialect: ${variable.migration.target.dialect}
 *       stallTimeout: 1800000
 * }</pre>
 *
 * <p>Values for the placeholders of a file come from the body where it is a map or a record, then from the exchange's variables, then
 * from its headers; inside {@code :each} from the item first. All files are rendered before the first is sent.
 *
 * <p>The rows of the last result set that has any become the body; without any result set the body stays. All server messages are in the
 * variable {@code serverMessages}, also after a failure, and go to the {@link org.halomigration.tsql.ServerMessages} bean as they come.
 *
 * <p>What goes wrong is one of {@link org.halomigration.tsql.StatementUnusable} (nothing was sent),
 * {@link org.halomigration.tsql.InstanceUnreachable} (no connection), {@link org.halomigration.tsql.StatementFailed} (the server's first
 * cause) and {@link org.halomigration.tsql.OutcomeUnknown} (read the server's state before anything else). Each knows its advice. Nothing
 * is ever tried twice here.
 *
 * <p>Stopping a route or interrupting its thread does not stop a statement: it goes on to its end, and the call returns then. Only the
 * watchdog cancels, and only what it sees standing still; a recovery and a tail never.
 */
package org.halomigration.tsql;
