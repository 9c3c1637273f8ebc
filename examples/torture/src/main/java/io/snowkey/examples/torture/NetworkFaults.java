// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.List;

import io.snowkey.examples.torture.Fault.Held;
import io.snowkey.examples.torture.Fault.Place;
import io.snowkey.examples.torture.Network.Mode;

/** The faults that happen between the workers and their database, to one worker or to all. */
final class NetworkFaults {

    private NetworkFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("blackhole", Place.NETWORK, "nothing gets through, and all of it arrives late", scene -> {
                    List<WorkerSlot> workers = scene.someWorkers();
                    workers.forEach(worker -> worker.network.set(Mode.HOLD));
                    return new Held(
                            scene.between(500, WorkerFaults.BEYOND_MILLIS + 2_000),
                            () -> workers.forEach(worker -> worker.network.set(Mode.PASS)));
                }),
                Fault.of(
                        "isolate",
                        Place.WORKER,
                        "one is cut off, and the others are killed and take what is free",
                        scene -> {
                            WorkerSlot worker = scene.anyWorker();
                            worker.network.set(Mode.HOLD);
                            scene.killAllBut(worker);
                            return new Held(WorkerSettings.RESERVATION.toMillis(), () -> worker.network.set(Mode.PASS));
                        }),
                Fault.of("drop-answers", Place.NETWORK, "questions arrive, and answers do not", scene -> {
                    List<WorkerSlot> workers = scene.someWorkers();
                    workers.forEach(worker -> worker.network.set(Mode.DROP_ANSWERS));
                    return new Held(scene.between(500, WorkerFaults.BEYOND_MILLIS), () -> {
                        for (WorkerSlot worker : workers) {
                            worker.network.set(Mode.PASS);
                            worker.network.cut(); // dropped answers do not come any more
                        }
                    });
                }),
                Fault.of("slow-answers", Place.NETWORK, "answers take most of a heartbeat", scene -> {
                    List<WorkerSlot> workers = scene.someWorkers();
                    workers.forEach(worker -> worker.network.set(Mode.SLOW_ANSWERS));
                    return new Held(
                            scene.between(2_000, WorkerFaults.BEYOND_MILLIS),
                            () -> workers.forEach(worker -> worker.network.set(Mode.PASS)));
                }),
                Fault.of("cut", Place.NETWORK, "connections break", scene -> {
                    for (WorkerSlot worker : scene.someWorkers()) {
                        worker.network.cut();
                    }
                    return new Held(0, Held.BY_ITSELF);
                }));
    }
}
