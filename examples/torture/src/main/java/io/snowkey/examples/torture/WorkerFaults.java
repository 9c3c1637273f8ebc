// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.List;

import io.snowkey.examples.torture.Fault.Held;
import io.snowkey.examples.torture.Fault.Obstacle;
import io.snowkey.examples.torture.Fault.Place;

/** The faults that happen to a worker process. */
final class WorkerFaults {

    /** Longer than any claim lasts without a heartbeat. */
    static final long BEYOND_MILLIS =
            WorkerSettings.TTL.plus(WorkerSettings.RESERVATION).plusSeconds(1).toMillis();

    /**
     * The steps of a clock in seconds, up to a year. Some are smaller than the allowed skew, the others are greater.
     */
    private static final List<String> STEPS = List.of("0.5", "4", "6", "60", "3600", "86400", "31536000");

    private static final Obstacle NO_FAKE_CLOCKS =
            scene -> scene.withClocks().isEmpty() ? "libfaketime is not installed (Debian's package faketime)" : null;

    private WorkerFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("kill", Place.WORKER, "SIGKILL, and a new process at once", scene -> {
                    WorkerSlot worker = scene.anyWorker();
                    worker.kill();
                    worker.start();
                    return new Held(0, Held.BY_ITSELF);
                }),
                Fault.of("kill-all", Place.WORKER, "SIGKILL to all, and new processes at once", scene -> {
                    for (WorkerSlot worker : scene.workers()) {
                        worker.kill();
                        worker.start();
                    }
                    return new Held(0, Held.BY_ITSELF);
                }),
                Fault.of("restart", Place.WORKER, "an orderly end, and a new process at once", scene -> {
                    WorkerSlot worker = scene.anyWorker();
                    worker.end();
                    worker.start();
                    return new Held(0, Held.BY_ITSELF);
                }),
                Fault.of("freeze", Place.WORKER, "SIGSTOP for longer than lease and reservation", scene -> {
                    WorkerSlot worker = scene.anyWorker();
                    worker.signal("STOP");
                    return new Held(scene.between(BEYOND_MILLIS, BEYOND_MILLIS + 2_000), () -> worker.signal("CONT"));
                }),
                Fault.of(
                        "takeover",
                        Place.WORKER,
                        "the same, while the others are killed and take what is free",
                        scene -> {
                            WorkerSlot worker = scene.anyWorker();
                            worker.signal("STOP");
                            return new Held(BEYOND_MILLIS, () -> {
                                scene.killAllBut(worker);
                                for (WorkerSlot other : scene.workers()) {
                                    other.awaitFirst();
                                }
                                worker.signal("CONT");
                            });
                        }),
                Fault.of("freeze-briefly", Place.WORKER, "SIGSTOP for less than that", scene -> {
                    List<WorkerSlot> workers = scene.someWorkers();
                    for (WorkerSlot worker : workers) {
                        worker.signal("STOP");
                    }
                    return new Held(scene.between(200, 3_500), () -> {
                        for (WorkerSlot worker : workers) {
                            worker.signal("CONT");
                        }
                    });
                }),
                Fault.of("pool", Place.WORKER, "all connections of the pool in other hands", scene -> {
                    long millis = scene.between(1_000, BEYOND_MILLIS);
                    for (WorkerSlot worker : scene.workers()) {
                        worker.tell("pool " + millis);
                    }
                    return new Held(millis, Held.BY_ITSELF);
                }),
                Fault.of("clock-step", Place.WORKER, "the clock jumps, by half a second to a year, and back", scene -> {
                            WorkerSlot worker = scene.anyWithClock();
                            worker.clock.set(step(scene));
                            return new Held(scene.between(2_000, 8_000), worker.clock::setRight);
                        })
                        .unless(NO_FAKE_CLOCKS),
                Fault.of(
                                "clock-behind",
                                Place.WORKER,
                                "restarts with clocks behind by less than what is allowed",
                                scene -> {
                                    for (WorkerSlot worker : scene.withClocks()) {
                                        worker.clock.set("-4.5");
                                        worker.end();
                                    }
                                    for (WorkerSlot worker : scene.withClocks()) {
                                        worker.start();
                                    }
                                    return new Held(scene.between(1_000, 4_000), () -> {
                                        for (WorkerSlot worker : scene.withClocks()) {
                                            worker.clock.setRight();
                                        }
                                    });
                                })
                        .unless(NO_FAKE_CLOCKS));
    }

    private static String step(Scene scene) {
        return (scene.random.nextBoolean() ? "+" : "-") + STEPS.get(scene.random.nextInt(STEPS.size()));
    }

    static String smallStep(Scene scene) {
        return (scene.random.nextBoolean() ? "+" : "-") + STEPS.get(scene.random.nextInt(5));
    }

    static Obstacle noFakeClocks() {
        return NO_FAKE_CLOCKS;
    }
}
