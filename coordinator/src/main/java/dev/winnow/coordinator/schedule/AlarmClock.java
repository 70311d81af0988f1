package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.schedule.Firing.Rung;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.DBConnectionManager;

/**
 * Wakes one coordinator of those that run when a schedule's time has come: Quartz, with its clustered store in the
 * database. It says only that somebody should look; what is due stands in the schedule's row. Thread-safe.
 */
@Singleton
class AlarmClock {
    private static final Logger LOG = Logger.getLogger(AlarmClock.class);
    private static final String GROUP = "schedules";
    private static final String CONNECTIONS = "winnow";

    /** All coordinators of a database are one cluster. */
    private static final String CLUSTER = "winnow";

    private final Firing firing;
    private final boolean automatic;
    private final Scheduler quartz;

    AlarmClock(Firing firing, DataSource source, ScheduleConfig config, DispatchConfig dispatch)
            throws SchedulerException {
        this.firing = firing;
        this.automatic = dispatch.automatic();
        DBConnectionManager.getInstance().addConnectionProvider(CONNECTIONS, new PooledConnections(source));
        this.quartz = new StdSchedulerFactory(settings(config)).getScheduler();
        // Or another clock of this process would be given this very scheduler.
        SchedulerRepository.getInstance().remove(CLUSTER);
        quartz.setJobFactory((bundle, scheduler) -> new Alarm(this.firing));
    }

    private static Properties settings(ScheduleConfig config) {
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", CLUSTER);
        settings.setProperty(
                "org.quartz.scheduler.instanceId", UUID.randomUUID().toString());
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "1");
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.setProperty("org.quartz.jobStore.dataSource", CONNECTIONS);
        settings.setProperty("org.quartz.jobStore.tablePrefix", "quartz_");
        settings.setProperty("org.quartz.jobStore.useProperties", "true");
        settings.setProperty("org.quartz.jobStore.isClustered", "true");
        settings.setProperty(
                "org.quartz.jobStore.clusterCheckinInterval",
                String.valueOf(config.checkIn().toMillis()));
        return settings;
    }

    void start(@Observes StartupEvent event) throws SchedulerException {
        if (automatic) {
            quartz.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    /** Rings no more; another coordinator does. */
    @PreDestroy
    void stop() {
        try {
            quartz.shutdown(true);
        } catch (SchedulerException e) {
            LOG.warnf("the alarm clock does not stop in order: %s", e.getMessage());
        }
    }

    /** Sets the alarm of a schedule, or sets it anew. */
    void set(UUID schedule, Cron cron) {
        JobDetail alarm = JobBuilder.newJob(Alarm.class)
                .withIdentity(key(schedule))
                .requestRecovery()
                .build();
        CronTrigger times = TriggerBuilder.newTrigger()
                .withIdentity(schedule.toString(), GROUP)
                .withSchedule(CronScheduleBuilder.cronSchedule(cron.quartz())
                        .inTimeZone(TimeZone.getTimeZone(cron.zone().normalized()))
                        // Late or not, somebody is to look; the schedule's own rule says what becomes of it.
                        .withMisfireHandlingInstructionFireAndProceed())
                .build();
        tell(() -> quartz.scheduleJob(alarm, Set.of(times), true));
    }

    /** Takes the alarm of a schedule away. */
    void remove(UUID schedule) {
        tell(() -> quartz.deleteJob(key(schedule)));
    }

    private static JobKey key(UUID schedule) {
        return new JobKey(schedule.toString(), GROUP);
    }

    // An alarm that is not set or not taken away costs no fire: rounds look for what is due, and what rings for nothing
    // finds nothing.
    private static void tell(Wish wish) {
        try {
            wish.tell();
        } catch (SchedulerException e) {
            LOG.warnf("an alarm is not set, and its schedule fires some seconds late: %s", e.getMessage());
        }
    }

    @FunctionalInterface
    private interface Wish {
        void tell() throws SchedulerException;
    }

    /** What rings. */
    static final class Alarm implements Job {
        private final Firing firing;

        Alarm(Firing firing) {
            this.firing = firing;
        }

        @Override
        public void execute(JobExecutionContext context) {
            UUID schedule = UUID.fromString(context.getJobDetail().getKey().getName());
            try {
                if (firing.ring(schedule) == Rung.GONE) {
                    context.getScheduler().deleteJob(context.getJobDetail().getKey());
                }
            } catch (RuntimeException | SchedulerException e) {
                LOG.warnf("schedule %s is looked at again in some seconds: %s", schedule, e.getMessage());
            }
        }
    }
}
