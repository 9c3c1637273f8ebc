// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What threads do to one lease in {@link LeaseInterleavings}, and what must hold afterwards. Each exploration makes a
 * new one, in the same database. The lease and its table are real. Its statements happen at once.
 */
public class InterleavedLease {

    private static final long BEGAN_MILLIS = System.currentTimeMillis();
    private static final DataSource DATABASE = new PerThreadConnections();

    private final JdbcWorkerLease lease;
    private final SnowflakeGenerator ids;
    private final List<Long> issued = new ArrayList<>();
    private volatile boolean closed;
    private volatile boolean issuedAfterClose;

    public InterleavedLease() {
        execute("DELETE FROM snowkey_holder");
        execute("DELETE FROM snowkey_worker");
        InstantSource clock = new TickingClock();
        Settings settings = ContractPart.settings(0, 7, Duration.ofDays(1));
        WorkerTable table = new WorkerTable(Sql.of(DATABASE, 10_000), new H2(), settings);
        Acquisition acquisition = new Acquisition(
                table,
                settings,
                new Time(clock, () -> 0L, pause -> {}),
                new Random(1),
                until -> Long.toString(until),
                new RegistryObserver() {});
        lease = JdbcWorkerLease.acquire(acquisition, 0, TestLeaseServices.inThisThread());
        ids = SnowflakeGenerator.builder().lease(lease).clock(clock).build();
    }

    /** Goes on as it is looked at: a worker id that was acquired anew waits for the next millisecond. */
    static final class TickingClock implements InstantSource {

        private final AtomicLong looks = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(BEGAN_MILLIS + looks.incrementAndGet() / 4);
        }
    }

    @Operation
    public void nextId() {
        boolean after = closed;
        try {
            long id = ids.nextId();
            synchronized (issued) {
                issued.add(id);
            }
            issuedAfterClose |= after;
        } catch (IllegalStateException refused) {
            // Its claim is sealed, and not replaced yet: no fault.
        }
    }

    @Operation
    public void beat() {
        lease.beat();
    }

    /** Another process takes the worker id. */
    @Operation
    public void lose() {
        execute("UPDATE snowkey_worker SET generation = generation + 1, holder = 'another' WHERE holder <> 'another'");
    }

    @Operation
    public void close() {
        lease.close();
        closed = true;
    }

    @Validate
    public void validate() {
        if (issuedAfterClose) {
            throw new AssertionError("An id was issued after the close");
        }
        if (new HashSet<>(issued).size() != issued.size()) {
            throw new AssertionError("An id was issued twice: " + issued);
        }
        if (closed && number("SELECT count(*) FROM snowkey_worker WHERE holder <> 'another'") > 0) {
            throw new AssertionError("A worker id is held after the close");
        }
        for (long id : issued) {
            var decoded = SnowflakeLayout.DEFAULT.decode(id);
            long mark = number("SELECT reserved_until_ms FROM snowkey_worker WHERE worker_id = " + decoded.workerId());
            if (decoded.instant().toEpochMilli() >= mark) {
                throw new AssertionError("An id was issued beyond the mark");
            }
        }
    }

    private static long number(String query) {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private static void execute(String sql) {
        TestDatabase.execute(DATABASE, sql);
    }
}
