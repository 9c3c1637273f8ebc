// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.util.List;

import io.snowkey.examples.torture.Fault.Held;
import io.snowkey.examples.torture.Fault.Place;
import org.jspecify.annotations.Nullable;

/**
 * Clocks that run too fast or too slow. The clock of a process is right when the process starts. From some moment on it
 * gets ever more wrong, until the process ends. The workers' begin that when they issue ids: at twice the pace, a
 * process that is slow to start would be refused a worker id.
 */
final class PaceFaults {

    /** From a bad quartz to a machine whose timer is measured wrongly. */
    private static final List<String> FAST = List.of("1.005", "1.05", "1.2", "2");

    private static final List<String> SLOW = List.of("0.995", "0.95", "0.8", "0.5");

    private static final String RIGHT = "1";

    /** For how long a process is given time to start, before the fault counts. */
    private static final int START_SECONDS = 10;

    private PaceFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of(
                                "clock-fast",
                                Place.WORKER,
                                "after a restart, the clocks run too fast, by 0.5 % up to twice as fast",
                                scene -> workers(scene, FAST))
                        .unless(WorkerFaults.noFakeClocks()),
                Fault.of(
                                "clock-slow",
                                Place.WORKER,
                                "after a restart, the clocks run too slow, by 0.5 % down to half as fast",
                                scene -> workers(scene, SLOW))
                        .unless(WorkerFaults.noFakeClocks()),
                Fault.of(
                                "db-clock-fast",
                                Place.DATABASE,
                                "the server restarts with a clock that runs too fast, as above",
                                scene -> database(scene, FAST))
                        .unless(PaceFaults::noServersClock),
                Fault.of(
                                "db-clock-slow",
                                Place.DATABASE,
                                "the server restarts with a clock that runs too slow, as above",
                                scene -> database(scene, SLOW))
                        .unless(PaceFaults::noServersClock));
    }

    private static @Nullable String noServersClock(Scene scene) {
        String obstacle = WorkerFaults.noFakeClocks().of(scene);
        return obstacle != null ? obstacle : scene.database.whyNoPace();
    }

    /** Makes the clock of one worker wrong, or of all that have a clock of their own. */
    private static Held workers(Scene scene, List<String> paces) throws IOException, InterruptedException {
        List<WorkerSlot> some = scene.random.nextInt(3) == 0 ? scene.withClocks() : List.of(scene.anyWithClock());
        String pace = any(scene, paces);
        for (WorkerSlot worker : some) {
            worker.end();
            worker.clock.runAt(RIGHT);
            worker.start();
        }
        for (WorkerSlot worker : some) {
            worker.awaitFirst(START_SECONDS);
            worker.clock.changePace(pace);
        }
        boolean inOrder = scene.random.nextBoolean();
        return new Held(lasts(scene), () -> {
            for (WorkerSlot worker : some) {
                if (inOrder) {
                    worker.end();
                } else {
                    worker.kill();
                }
                worker.clock.setRight();
                worker.start();
            }
        });
    }

    private static Held database(Scene scene, List<String> paces) throws IOException, InterruptedException {
        Database database = scene.database;
        database.stop(true);
        database.clock.runAt(any(scene, paces));
        database.start();
        return new Held(lasts(scene), () -> {
            database.stop(true);
            database.clock.setRight();
            database.start();
        });
    }

    /** At the greatest paces, that is long enough for a claim to end whose clock is too wrong. */
    private static long lasts(Scene scene) {
        return scene.between(3_000, WorkerFaults.BEYOND_MILLIS + 6_000);
    }

    private static String any(Scene scene, List<String> paces) {
        return paces.get(scene.random.nextInt(paces.size()));
    }
}
