// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SynchronousQueue;

import org.jspecify.annotations.Nullable;

/**
 * Runs a few threads one step at a time, through all orders of their steps, one order after the other: depth first, as a search
 * through a tree does it.
 */
final class Orders {

    private static final ThreadLocal<@Nullable Stepper> CURRENT = new ThreadLocal<>();

    /** Which of the tasks that could go on did so, at each step; and of how many. */
    private final List<int[]> decisions = new ArrayList<>();

    /** What a thread does; a {@link WorkerFileException} or an {@link java.io.IOException} ends it, as a refusal does. */
    interface Task {
        void run() throws Exception;
    }

    /** A place where another process may come in between. Nothing outside of such a process. */
    static void point() {
        Stepper stepper = CURRENT.get();
        if (stepper != null) {
            stepper.pause();
        }
    }

    /** Runs the tasks in the present order. */
    void run(List<Task> tasks) throws InterruptedException {
        List<Stepper> running = new ArrayList<>();
        for (Task process : tasks) {
            Stepper stepper = new Stepper(process);
            if (stepper.paused.take()) {
                running.add(stepper);
            }
        }
        for (int step = 0; !running.isEmpty(); step++) {
            if (step == decisions.size()) {
                decisions.add(new int[] {0, running.size()});
            }
            Stepper next = running.get(decisions.get(step)[0]);
            if (!next.step()) {
                running.remove(next);
            }
        }
    }

    /** Turns to the next order. */
    boolean next() {
        while (!decisions.isEmpty()) {
            int[] last = decisions.get(decisions.size() - 1);
            if (++last[0] < last[1]) {
                return true;
            }
            decisions.remove(decisions.size() - 1);
        }
        return false;
    }

    /** A thread that goes from point to point. */
    private static final class Stepper {

        private final SynchronousQueue<Boolean> go = new SynchronousQueue<>();
        private final SynchronousQueue<Boolean> paused = new SynchronousQueue<>();
        private volatile @Nullable Throwable failure;

        Stepper(Task process) {
            Thread thread = new Thread(() -> work(process));
            thread.setDaemon(true);
            thread.start();
        }

        private void work(Task process) {
            CURRENT.set(this);
            try {
                process.run();
            } catch (java.io.IOException | WorkerFileException refused) {
                // What a process that comes too late is told.
            } catch (Throwable e) {
                failure = e;
            }
            put(paused, false);
        }

        void pause() {
            put(paused, true);
            try {
                go.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Lets it go on to the next point, and says whether there is one. */
        boolean step() throws InterruptedException {
            go.put(true);
            boolean more = paused.take();
            Throwable failed = failure;
            if (failed != null) {
                throw new AssertionError("a process failed", failed);
            }
            return more;
        }

        private static void put(SynchronousQueue<Boolean> queue, boolean value) {
            try {
                queue.put(value);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
