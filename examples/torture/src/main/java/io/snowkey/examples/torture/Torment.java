// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.snowkey.examples.torture.Fault.Held;

/**
 * Makes faults happen, one after the other and at times two at once. After each it waits until every worker issues
 * again.
 */
final class Torment {

    /** How long a worker may take to come back. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Scene scene;
    private final List<Fault> possible = new ArrayList<>();
    private final Map<String, String> skipped = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> endedByThemselves = new ArrayList<>();
    private final PrintStream out;

    Torment(Scene scene, List<Fault> faults, PrintStream out) {
        this.scene = scene;
        this.out = out;
        for (Fault fault : faults) {
            String obstacle = fault.obstacle().of(scene);
            if (obstacle == null) {
                possible.add(fault);
            } else {
                skipped.put(fault.name(), obstacle);
                out.println("Skipped: " + fault.name() + ", as " + obstacle);
            }
        }
        if (possible.isEmpty()) {
            throw new IllegalArgumentException("none of the faults can be had here");
        }
    }

    List<Event> events() {
        return events;
    }

    /** The faults that are not possible here, with the reason. */
    Map<String, String> skipped() {
        return skipped;
    }

    /** Processes that ended although no fault killed them. */
    List<String> endedByThemselves() {
        return endedByThemselves;
    }

    void run(Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(scene.between(100, 1_500));
            happen(choose());
        }
    }

    private List<Fault> choose() {
        List<Fault> chosen = new ArrayList<>();
        Fault first = possible.get(scene.random.nextInt(possible.size()));
        chosen.add(first);
        if (first.limit() == null && scene.random.nextInt(3) == 0) {
            Fault second = possible.get(scene.random.nextInt(possible.size()));
            if (second.place() != first.place() && second.limit() == null) {
                chosen.add(second);
            }
        }
        return chosen;
    }

    private void happen(List<Fault> faults) throws Exception {
        Instant began = Instant.now();
        List<String> names = faults.stream().map(Fault::name).toList();
        long started = System.nanoTime();
        List<Held> held = new ArrayList<>();
        long longest = 0;
        for (Fault fault : faults) {
            try {
                Held one = fault.action().start(scene);
                held.add(0, one);
                longest = Math.max(longest, one.millis());
            } catch (java.sql.SQLException e) {
                // The other fault is in the way of this one, so this one has not happened.
                names = names.stream()
                        .filter(name -> !name.equals(fault.name()))
                        .toList();
            }
        }
        Thread.sleep(longest);
        for (Held one : held) {
            one.end().run();
        }
        long lasted = Duration.ofNanos(System.nanoTime() - started).toMillis();
        Map<String, Long> back = awaitAll();
        if (!names.isEmpty()) {
            events.add(new Event(began, names, lasted, back));
            out.println(began + "  " + String.join(" + ", names) + ", " + lasted + " ms; next ids after "
                    + back.values() + " ms");
        }
    }

    /** Waits until every worker has issued an id from now on. Returns how long each one took, in milliseconds. */
    Map<String, Long> awaitAll() throws IOException, InterruptedException {
        long since = System.nanoTime();
        Map<String, Long> back = new TreeMap<>();
        Map<WorkerSlot, Long> waiting = new LinkedHashMap<>();
        for (WorkerSlot worker : scene.workers()) {
            waiting.put(worker, worker.position());
        }
        while (!waiting.isEmpty()) {
            long millis = Duration.ofNanos(System.nanoTime() - since).toMillis();
            for (Map.Entry<WorkerSlot, Long> one : List.copyOf(waiting.entrySet())) {
                WorkerSlot worker = one.getKey();
                if (worker.position() > one.getValue()) {
                    back.put(worker.name, millis);
                    waiting.remove(worker);
                } else if (!worker.isAlive() || millis > PATIENCE.toMillis()) {
                    String what = worker.isAlive() ? " never issued again" : " ended by itself";
                    endedByThemselves.add(
                            worker.name + ", process " + worker.files().size() + what);
                    back.put(worker.name, -1L);
                    waiting.remove(worker);
                    worker.kill();
                    worker.start();
                }
            }
            Thread.sleep(2);
        }
        return back;
    }
}
