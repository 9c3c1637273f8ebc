// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.snowkey.examples.torture.Fault.Held;
import io.snowkey.examples.torture.Fault.Place;
import io.snowkey.examples.torture.Limits.Window;
import io.snowkey.registry.Twin;

/**
 * Faults beyond the promise, for which docs/operating.md says under "Known limits" which ids may be issued twice. Each opens
 * the window that is written there, and no more: a duplicate outside of it breaks the promise.
 */
final class FaultsBeyond {

    private static final long SKEW_MILLIS = 2 * WorkerSettings.MAX_SKEW.toMillis();

    private FaultsBeyond() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("clone", Place.WORKER, "a worker goes on as two", FaultsBeyond::clone)
                        .beyond(Limits.CLONES)
                        .unless(DatabaseFaults::noTables),
                Fault.of("truncate", Place.DATABASE, "all rows of the registry are deleted", scene -> {
                            try (Connection admin = scene.database.admin();
                                    Statement statement = admin.createStatement()) {
                                if (scene.random.nextBoolean()) {
                                    statement.execute("DELETE FROM snowkey_holder");
                                }
                                statement.execute("DELETE FROM snowkey_worker");
                            }
                            lost(scene);
                            return new Held(0, Held.BY_ITSELF);
                        })
                        .beyond(Limits.LOST_COMMITS)
                        .unless(DatabaseFaults::noTables),
                Fault.of(
                                "dump",
                                Place.DATABASE,
                                "a dump of the rows is restored after some changes of holders",
                                scene -> {
                                    Dump dump = Dump.of(scene.database);
                                    for (WorkerSlot worker : scene.someWorkers()) {
                                        worker.kill();
                                        worker.start();
                                    }
                                    return new Held(scene.between(2_000, 6_000), () -> {
                                        dump.restore(scene.database);
                                        lost(scene);
                                    });
                                })
                        .beyond(Limits.LOST_COMMITS)
                        .unless(DatabaseFaults::noTables));
    }

    /** From now on, until every claim has been renewed or has ended, a worker id may be with two processes. */
    private static void lost(Scene scene) {
        long now = System.currentTimeMillis();
        scene.limits.add(new Window(
                Limits.LOST_COMMITS,
                Limits.ANY,
                now - SKEW_MILLIS,
                now + WorkerSettings.RESERVATION.toMillis() + SKEW_MILLIS));
    }

    /** From now on, up to what it has asked for, the worker id is with both. */
    private static Held clone(Scene scene) throws Exception {
        String text = scene.anyWorker().state();
        if (text.isEmpty()) {
            return new Held(0, Held.BY_ITSELF);
        }
        Twin.State state = Twin.State.of(text);
        scene.limits.add(new Window(
                Limits.CLONES,
                state.workerId(),
                System.currentTimeMillis() - SKEW_MILLIS - WorkerSettings.HEARTBEAT.toMillis(),
                state.askedMillis()));
        WorkerSlot clone = scene.startClone(text);
        for (int i = 0; i < 6_000 && clone.position() == 0 && clone.isAlive(); i++) {
            Thread.sleep(10); // a JVM takes its time to start
        }
        return new Held(scene.between(4_000, WorkerFaults.BEYOND_MILLIS), () -> {
            if (scene.random.nextBoolean()) {
                clone.end();
            } else {
                clone.kill();
            }
        });
    }

    /** The rows of the workers as they were. */
    private record Dump(int columns, List<Object[]> rows) {

        static Dump of(Database database) throws SQLException {
            try (Connection admin = database.admin();
                    Statement statement = admin.createStatement();
                    ResultSet result = statement.executeQuery("SELECT * FROM snowkey_worker")) {
                int columns = result.getMetaData().getColumnCount();
                List<Object[]> rows = new ArrayList<>();
                while (result.next()) {
                    Object[] row = new Object[columns];
                    for (int i = 0; i < columns; i++) {
                        row[i] = result.getObject(i + 1);
                    }
                    rows.add(row);
                }
                return new Dump(columns, rows);
            }
        }

        void restore(Database database) throws SQLException {
            String insert =
                    "INSERT INTO snowkey_worker VALUES (" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
            try (Connection admin = database.admin()) {
                admin.setAutoCommit(false);
                try (Statement delete = admin.createStatement();
                        PreparedStatement statement = admin.prepareStatement(insert)) {
                    delete.execute("DELETE FROM snowkey_worker");
                    for (Object[] row : rows) {
                        for (int i = 0; i < columns; i++) {
                            statement.setObject(i + 1, row[i]);
                        }
                        statement.execute();
                    }
                }
                admin.commit();
            }
        }
    }
}
