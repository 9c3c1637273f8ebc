// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/** One of the workers that run beside each other. It has a present process, and had others before. */
final class WorkerSlot implements AutoCloseable {

    final String name;
    final Network network;
    final FakeClock clock;
    private final Path directory;
    private final WorkerSettings settings;
    private final List<Path> files = new CopyOnWriteArrayList<>();
    private @Nullable Process process;

    WorkerSlot(String name, Path directory, WorkerSettings settings, Network network, boolean ownClock)
            throws IOException {
        this.name = name;
        this.directory = directory;
        this.settings = settings;
        this.network = network;
        this.clock = new FakeClock(directory.resolve(name + ".clock"), ownClock);
    }

    /** The files of all processes of this slot. */
    List<Path> files() {
        return files;
    }

    /** Starts a process. */
    void start() throws IOException {
        start("");
    }

    /** Starts a process. It is a clone with this memory, unless the text is empty. */
    void start(String clone) throws IOException {
        Path file = directory.resolve(name + "-" + (files.size() + 1) + ".ids");
        WorkerSettings its = new WorkerSettings(
                settings.generator(),
                settings.url(),
                settings.user(),
                settings.slot(),
                settings.slots(),
                settings.rate(),
                file.toString(),
                clone);
        process = Processes.java(
                file.resolveSibling(file.getFileName() + ".log"),
                clock.environment(),
                Worker.class.getName(),
                its.arguments());
        files.add(file);
    }

    /** How many bytes of ids this slot has written. The number grows with each id. */
    long position() throws IOException {
        long size = 0;
        for (Path file : files) {
            size += Files.exists(file) ? Files.size(file) : 0;
        }
        return size;
    }

    /** Waits until the present process has issued an id. It waits for as long as a JVM may take to start: 60 s. */
    void awaitFirst() throws IOException, InterruptedException {
        awaitFirst(60);
    }

    /** Waits until the present process has issued an id, or has ended, or so many seconds are over. */
    void awaitFirst(int seconds) throws IOException, InterruptedException {
        Path file = files.get(files.size() - 1);
        for (int i = 0; i < 100 * seconds && isAlive() && !(Files.exists(file) && Files.size(file) > 0); i++) {
            Thread.sleep(10);
        }
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    void signal(String signal) throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            Processes.signal(running, signal);
        }
    }

    void kill() throws IOException, InterruptedException {
        Process running = process;
        if (running != null) {
            Processes.kill(running);
        }
    }

    /** Ends the process in order. It gives its worker id back, if the database answers. */
    void end() throws IOException, InterruptedException {
        Process running = process;
        if (running != null && running.isAlive()) {
            tell("end");
            if (!running.waitFor(15, TimeUnit.SECONDS)) {
                Processes.kill(running);
            }
        }
    }

    /** Gives the process an order. A process that has ended cannot hear it. That is noticed elsewhere. */
    void tell(String order) throws IOException {
        Process running = process;
        if (running != null && running.isAlive()) {
            try {
                running.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
                running.getOutputStream().flush();
            } catch (IOException e) {
                if (running.isAlive()) {
                    throw e;
                }
            }
        }
    }

    /**
     * The memory that a clone of the process would have now. It is empty if the process does not answer, because it is
     * just starting.
     */
    String state() throws IOException, InterruptedException {
        Path file = files.get(files.size() - 1);
        Path state = file.resolveSibling(file.getFileName() + Worker.STATE);
        tell("state");
        for (int i = 0; i < 500 && !Files.exists(state); i++) {
            Thread.sleep(10);
        }
        String text = Files.exists(state) ? Files.readString(state) : "";
        Files.deleteIfExists(state);
        return text;
    }

    @Override
    public void close() throws IOException {
        Process running = process;
        if (running != null) {
            Processes.killAtLast(running);
        }
        network.close();
    }
}
