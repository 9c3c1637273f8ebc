// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

import io.snowkey.examples.torture.Fault.Held;
import io.snowkey.examples.torture.Fault.Place;
import org.jspecify.annotations.Nullable;

/** The faults that happen to the database. */
final class DatabaseFaults {

    /** How many writes are tried on a full disk. They take more room than a database keeps in reserve. */
    private static final int MOST_WRITES = 20;

    private DatabaseFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("terminate", Place.DATABASE, "all sessions ended by the server", scene -> {
                    try (Connection admin = scene.database.admin();
                            Statement statement = admin.createStatement()) {
                        scene.database.terminateSessions(statement);
                    }
                    return new Held(0, Held.BY_ITSELF);
                }),
                Fault.of("db-restart", Place.DATABASE, "the server ends in order, and is back after a while", scene -> {
                    scene.database.stop(true);
                    return new Held(scene.between(100, WorkerFaults.BEYOND_MILLIS), scene.database::start);
                }),
                Fault.of("db-kill", Place.DATABASE, "SIGKILL to the server, which is back after a while", scene -> {
                    scene.database.stop(false);
                    return new Held(scene.between(100, WorkerFaults.BEYOND_MILLIS), scene.database::start);
                }),
                Fault.of("db-freeze", Place.DATABASE, "SIGSTOP to the server", scene -> {
                    scene.database.signal("STOP");
                    return new Held(
                            scene.between(500, WorkerFaults.BEYOND_MILLIS), () -> scene.database.signal("CONT"));
                }),
                Fault.of(
                                "db-clock",
                                Place.DATABASE,
                                "its clock jumps, by half a second to an hour, and back",
                                scene -> {
                                    scene.database.clock.set(WorkerFaults.smallStep(scene));
                                    return new Held(scene.between(2_000, 8_000), scene.database.clock::setRight);
                                })
                        .unless(WorkerFaults.noFakeClocks()),
                Fault.of("read-only", Place.DATABASE, "it refuses writes", scene -> {
                            scene.database.readOnly(true);
                            return new Held(
                                    scene.between(500, WorkerFaults.BEYOND_MILLIS),
                                    () -> scene.database.readOnly(false));
                        })
                        .unless(scene -> scene.database.whyNotReadOnly()),
                Fault.of(
                                "failover",
                                Place.DATABASE,
                                "the primary is killed, and its synchronous standby takes over",
                                scene -> {
                                    pair(scene).failOver(scene.between(0, 3_000), () -> {});
                                    return new Held(0, Held.BY_ITSELF);
                                })
                        .unless(scene -> scene.database instanceof PostgresPairDatabase pair && pair.isSynchronous()
                                ? null
                                : "there is no synchronous standby; --database postgresql-sync has one"),
                Fault.of(
                                "node-cut",
                                Place.DATABASE,
                                "a node of the cluster is cut off from the others, at times two of them",
                                scene -> {
                                    GaleraDatabase cluster = (GaleraDatabase) scene.database;
                                    cluster.cutOff();
                                    return new Held(scene.between(500, WorkerFaults.BEYOND_MILLIS), cluster::rejoin);
                                })
                        .unless(scene -> scene.database instanceof GaleraDatabase
                                ? null
                                : "there is no cluster; --database galera has one"),
                Fault.of(
                                "disk-full",
                                Place.DATABASE,
                                "its disk is full, which may end it; it is there again when there is room",
                                DatabaseFaults::fillDisk)
                        .unless(DatabaseFaults::noSmallDisk),
                Fault.of("locks", Place.DATABASE, "somebody else holds locks on all rows", DatabaseFaults::lock)
                        .unless(DatabaseFaults::noTables),
                Fault.of(
                                "exclusive",
                                Place.DATABASE,
                                "one session has the database to itself, and the statements of all others wait",
                                DatabaseFaults::haveToOneself)
                        .unless(scene -> scene.database instanceof H2Database
                                ? null
                                : "this database has no such mode; --database h2 has one"));
    }

    static @Nullable String noTables(Scene scene) {
        return scene.isSnowkey() ? null : "this generator has no tables of Snowkey";
    }

    private static @Nullable String noSmallDisk(Scene scene) {
        SmallDisk disk = scene.database.disk();
        return disk != null && disk.isMounted()
                ? null
                : disk == null ? "this database has no disk of its own" : "only root can mount a small disk";
    }

    private static Held fillDisk(Scene scene) throws IOException {
        SmallDisk disk = Objects.requireNonNull(scene.database.disk());
        disk.fill();
        try (Connection admin = scene.database.admin();
                Statement statement = admin.createStatement()) {
            for (int i = 0; i < MOST_WRITES; i++) {
                scene.database.needRoom(statement);
            }
        } catch (SQLException full) {
            // The database refuses to write, or has ended.
        }
        return new Held(scene.between(500, WorkerFaults.BEYOND_MILLIS), () -> {
            disk.free();
            scene.database.comeBack();
        });
    }

    static PostgresPairDatabase pair(Scene scene) {
        return (PostgresPairDatabase) scene.database;
    }

    @SuppressWarnings("resource") // it is closed when the fault ends
    private static Held lock(Scene scene) throws SQLException {
        Connection holder = scene.database.admin();
        try {
            holder.setAutoCommit(false);
            holder.createStatement().executeQuery("SELECT * FROM snowkey_worker FOR UPDATE");
        } catch (SQLException e) {
            holder.close();
            throw e;
        }
        return new Held(scene.between(500, WorkerFaults.BEYOND_MILLIS), holder::close);
    }

    @SuppressWarnings("resource") // it is closed when the fault ends
    private static Held haveToOneself(Scene scene) throws SQLException {
        Connection owner = scene.database.admin();
        try {
            owner.createStatement().execute("SET EXCLUSIVE 1");
        } catch (SQLException e) {
            owner.close();
            throw e;
        }
        return new Held(scene.between(500, WorkerFaults.BEYOND_MILLIS), owner::close);
    }
}
