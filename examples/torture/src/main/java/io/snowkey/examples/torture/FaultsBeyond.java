// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.List;

import io.snowkey.examples.torture.Fault.Held;
import io.snowkey.examples.torture.Fault.Place;
import io.snowkey.examples.torture.Limits.Window;
import io.snowkey.registry.Twin;

/**
 * Faults that go beyond the promise. For each of them, docs/operating.md says under "Known limits" which ids may be
 * issued twice. Each fault opens the window that is written there, and no more: a duplicate outside of that window
 * breaks the promise.
 */
final class FaultsBeyond {

    /** The time that may pass between the fault and the look at the clock. */
    private static final long SLACK_MILLIS = 500;

    private FaultsBeyond() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("clone", Place.WORKER, "a worker goes on as two", FaultsBeyond::clone)
                        .beyond(Limits.CLONES)
                        .unless(DatabaseFaults::noTables),
                Fault.of(
                                "failover-behind",
                                Place.DATABASE,
                                "the primary is killed, and a standby that lags takes over",
                                scene -> {
                                    long since = System.currentTimeMillis();
                                    DatabaseFaults.pair(scene)
                                            .failOver(
                                                    scene.between(500, 4_000),
                                                    () -> scene.killAllBut(scene.anyWorker()));
                                    lost(scene, since);
                                    return new Held(0, Held.BY_ITSELF);
                                })
                        .beyond(Limits.LOST_COMMITS)
                        .unless(scene -> scene.database instanceof PostgresPairDatabase pair && !pair.isSynchronous()
                                ? null
                                : "there is no asynchronous standby; --database postgresql-async has one"),
                Fault.of("truncate", Place.DATABASE, "all rows of the registry are deleted", scene -> {
                            Dump.restore(scene.database, List.of());
                            lost(scene, System.currentTimeMillis());
                            return new Held(0, Held.BY_ITSELF);
                        })
                        .beyond(Limits.LOST_COMMITS)
                        .unless(DatabaseFaults::noTables),
                Fault.of(
                                "dump",
                                Place.DATABASE,
                                "a dump of the rows is restored after some changes of holders",
                                scene -> {
                                    List<Dump> dump = Dump.of(scene.database);
                                    for (WorkerSlot worker : scene.someWorkers()) {
                                        worker.kill();
                                        worker.start();
                                    }
                                    return new Held(scene.between(2_000, 6_000), () -> {
                                        Dump.restore(scene.database, dump);
                                        lost(scene, System.currentTimeMillis());
                                    });
                                })
                        .beyond(Limits.LOST_COMMITS)
                        .unless(DatabaseFaults::noTables));
    }

    /**
     * Opens the window of lost commits. Until every claim has been renewed or has ended, two processes may have the
     * same worker id.
     */
    private static void lost(Scene scene, long since) {
        long now = System.currentTimeMillis();
        scene.limits.add(new Window(
                Limits.LOST_COMMITS,
                Limits.ANY,
                since - SLACK_MILLIS,
                now
                        + WorkerSettings.RESERVATION.toMillis()
                        + WorkerSettings.MAX_SKEW.toMillis() // the clock may have been ahead when the worker reserved
                        + SLACK_MILLIS));
    }

    /** Starts a clone of a worker. Both have its worker id from now on, up to the mark that it has asked for. */
    private static Held clone(Scene scene) throws Exception {
        String text = scene.anyWorker().state();
        if (text.isEmpty()) {
            return new Held(0, Held.BY_ITSELF);
        }
        Twin.State state = Twin.State.of(text);
        scene.limits.add(new Window(
                Limits.CLONES,
                state.workerId(),
                System.currentTimeMillis() - WorkerSettings.MAX_SKEW.toMillis() - SLACK_MILLIS,
                state.askedMillis()));
        WorkerSlot clone = scene.startClone(text);
        clone.awaitFirst();
        return new Held(scene.between(4_000, WorkerFaults.BEYOND_MILLIS), () -> {
            if (scene.random.nextBoolean()) {
                clone.end();
            } else {
                clone.kill();
            }
        });
    }
}
