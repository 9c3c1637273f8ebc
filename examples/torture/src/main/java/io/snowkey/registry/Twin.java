// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import javax.sql.DataSource;

import io.snowkey.ClaimGrant;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.Acquisition.AcquiredWorker;
import io.snowkey.registry.WorkerTable.LeaseKey;

/**
 * A process with the memory of another one, as a snapshot of a virtual machine makes it. It is in the package of the
 * registry, because what it copies is hidden from all other packages.
 */
public final class Twin {

    private Twin() {}

    /**
     * The memory of a lease.
     *
     * @param toldMillis the mark that the database acknowledged last
     * @param askedMillis the furthest mark that was ever asked for: up to here clones may issue the same ids
     * @param untilMillis the end of the claim
     */
    public record State(
            long workerId, long generation, String holder, long toldMillis, long askedMillis, long untilMillis) {

        /** The state as one line of text. */
        public String text() {
            return workerId + " " + generation + " " + holder + " " + toldMillis + " " + askedMillis + " "
                    + untilMillis;
        }

        /** Reads the line that {@link #text} writes. */
        public static State of(String text) {
            String[] parts = text.split(" ", -1);
            return new State(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    parts[2],
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]));
        }
    }

    /** The memory that a clone of this process would have now. */
    public static State of(WorkerLease lease) {
        try {
            Field field = JdbcWorkerLease.class.getDeclaredField("held");
            field.setAccessible(true);
            AcquiredWorker held = (AcquiredWorker) field.get(lease);
            // The heartbeat may move both on in between. A clone that knows less than the process is harmless.
            long told = held.mark().acknowledgedMillis();
            long until = Math.min(told, held.grant().claim().untilMillis());
            return new State(
                    held.key().workerId(),
                    held.key().generation(),
                    held.key().holder(),
                    told,
                    Math.max(told, held.mark().requestedMillis()),
                    until);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lease of a clone with this memory. It sends heartbeats from now on. */
    public static WorkerLease of(
            State state,
            DataSource database,
            long lastWorkerId,
            Duration ttl,
            Duration heartbeat,
            Duration reservation,
            Duration maxClockSkew) {
        Settings settings = new Settings(
                SnowflakeLayout.DEFAULT,
                "default",
                "snowkey_",
                "clone",
                "torture",
                "clone",
                ProcessHandle.current().pid(),
                0,
                lastWorkerId,
                ttl,
                heartbeat,
                reservation,
                maxClockSkew,
                Duration.ofMinutes(1),
                Duration.ofDays(400));
        Time time = Time.system(InstantSource.system());
        Random random = new Random();
        Sql sql = Sql.of(database, Math.toIntExact(heartbeat.toMillis()));
        Acquisition acquisition = new Acquisition(
                table(sql, settings), settings, time, random, Tokens.mixed(random, time), new RegistryObserver() {});
        long now = Math.min(time.millis(), state.untilMillis());
        AcquiredWorker held = new AcquiredWorker(
                new LeaseKey(state.workerId(), state.generation(), state.holder()),
                ClaimGrant.of(settings.layout(), state.workerId(), now, state.untilMillis()),
                new LeaseMark(state.toldMillis(), acquisition.tokens()));
        Heartbeats heartbeats = Heartbeats.onThread("snowkey-heartbeat-clone", random);
        JdbcWorkerLease lease = new JdbcWorkerLease(acquisition, services(sql, heartbeats, heartbeat), held);
        heartbeats.every(heartbeat, lease::beat);
        return lease;
    }

    private static WorkerTable table(Sql sql, Settings settings) {
        while (true) {
            try {
                return new WorkerTable(sql, Dialects.of(sql.product()), settings);
            } catch (java.sql.SQLException e) {
                Retry retry = new Retry(Time.system(InstantSource.system()), new Random());
                retry.pause();
            }
        }
    }

    private static LeaseServices services(Sql sql, Heartbeats heartbeats, Duration heartbeat) {
        Duration closing = Lifecycle.CLOSE_TIMEOUT;
        return new LeaseServices(
                lease -> {
                    heartbeats.close();
                    lease.seal();
                    try {
                        lease.release(closing, sql.inUse()::unblock);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Lifecycle.of(closing, Duration.ZERO, null),
                new BackgroundTasks(Threads.own("clone"), sql.inUse(), heartbeat),
                table -> {});
    }
}
