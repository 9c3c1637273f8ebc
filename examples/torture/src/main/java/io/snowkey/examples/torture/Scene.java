// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The workers and the database that are tortured. */
final class Scene implements AutoCloseable {

    final Database database;
    final Limits limits = new Limits();
    final Random random;
    private final Options options;
    private final Path directory;
    private final List<WorkerSlot> workers = new ArrayList<>();
    private final List<WorkerSlot> clones = new ArrayList<>();

    Scene(Options options, Path directory, Database database, Random random) throws IOException {
        this.options = options;
        this.directory = directory;
        this.database = database;
        this.random = random;
        for (int i = 0; i < options.workers(); i++) {
            workers.add(slot("worker-" + i, i));
        }
    }

    private WorkerSlot slot(String name, int number) throws IOException {
        Network network = new Network(database::workersPort);
        WorkerSettings settings = new WorkerSettings(
                options.generator(),
                database.url(network.port()),
                database.workersUser(),
                number,
                options.workers(),
                options.rate(),
                "",
                "");
        // Every other worker has a clock of its own. The pairs differ from those
        // of the workers that have a pool.
        boolean ownClock = options.clocks() && (number % 4 == 1 || number % 4 == 2);
        return new WorkerSlot(name, directory, settings, network, ownClock);
    }

    boolean isSnowkey() {
        return Generators.isSnowkey(options.generator());
    }

    List<WorkerSlot> workers() {
        return workers;
    }

    WorkerSlot anyWorker() {
        return workers.get(random.nextInt(workers.size()));
    }

    /** The workers with a clock of their own. */
    List<WorkerSlot> withClocks() {
        return workers.stream().filter(worker -> worker.clock.isUsed()).toList();
    }

    /** One of the workers with a clock of their own, at random. */
    WorkerSlot anyWithClock() {
        List<WorkerSlot> some = withClocks();
        return some.get(random.nextInt(some.size()));
    }

    /** One worker, or all of them, at random. */
    List<WorkerSlot> someWorkers() {
        return random.nextInt(3) == 0 ? workers : List.of(anyWorker());
    }

    /** Kills all other workers, and starts new processes in their place. */
    void killAllBut(WorkerSlot one) throws IOException, InterruptedException {
        for (WorkerSlot worker : workers) {
            if (worker != one) {
                worker.kill();
                worker.start();
            }
        }
    }

    /** A random duration in milliseconds. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** Starts a worker with the memory of another one. */
    WorkerSlot startClone(String state) throws IOException {
        WorkerSlot clone = slot("clone-" + (clones.size() + 1), clones.size());
        clones.add(clone);
        clone.start(state);
        return clone;
    }

    /** The files of all processes of the run. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        workers.forEach(worker -> files.addAll(worker.files()));
        clones.forEach(clone -> files.addAll(clone.files()));
        return files;
    }

    @Override
    public void close() throws IOException {
        for (WorkerSlot worker : workers) {
            worker.close();
        }
        for (WorkerSlot clone : clones) {
            clone.close();
        }
        database.close();
    }
}
