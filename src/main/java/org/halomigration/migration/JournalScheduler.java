package org.halomigration.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.halomigration.journal.Journal;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * Makes a Quartz scheduler whose store is the journal's database. The store keeps its own transactions (JobStoreTX): what it writes in
 * several rows is there wholly or not at all, also after a kill.
 */
final class JournalScheduler {
    private JournalScheduler() {}

    /** @param name the scheduler's, by which the store knows its jobs again after a restart */
    static Scheduler make(String name, int threads, Journal journal) throws SchedulerException {
        String instance = Integer.toHexString(System.identityHashCode(journal));
        String connections = "journal-" + instance;
        DBConnectionManager.getInstance().addConnectionProvider(connections, new JournalConnections(journal));
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", name);
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.threadPool.threadCount", Integer.toString(threads));
        properties.setProperty("org.quartz.threadPool.threadNamePrefix", name);
        properties.setProperty("org.quartz.jobStore.class", JobStoreTX.class.getName());
        properties.setProperty("org.quartz.jobStore.driverDelegateClass", StdJDBCDelegate.class.getName());
        properties.setProperty("org.quartz.jobStore.dataSource", connections);
        properties.setProperty("org.quartz.jobStore.tablePrefix", "QRTZ_");
        // Else the scheduler reads a trigger in two steps, between which it may have fired and gone.
        properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        properties.setProperty("org.quartz.scheduler.jmx.export", "true");
        // Its default name is the scheduler's alone, which a second context in this process would have, too.
        properties.setProperty("org.quartz.scheduler.jmx.objectName", "quartz:type=QuartzScheduler,name=" + name + ",instance=" + instance);
        // Quartz keeps schedulers by name for the whole process, and would hand out another context's.
        synchronized (SchedulerRepository.class) {
            SchedulerRepository.getInstance().remove(name);
            Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
            SchedulerRepository.getInstance().remove(name);
            return scheduler;
        }
    }

    /** The journal's own pool; it is closed with the journal, not with the scheduler. */
    private record JournalConnections(Journal journal) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return journal.dataSource().getConnection();
        }

        @Override
        public void initialize() {
            // The journal is open.
        }

        @Override
        public void shutdown() {
            // The journal is closed by whoever opened it.
        }
    }
}
