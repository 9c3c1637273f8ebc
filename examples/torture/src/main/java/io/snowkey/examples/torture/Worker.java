// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A worker process. It issues ids into its file until its standard input says {@code end} or is over. The other lines
 * of the input are orders: {@code pool <milliseconds>} and {@code state}.
 */
final class Worker {

    static final String STATE = ".state";

    private static final int PAUSE_MILLIS = 2;

    private final WorkerSettings settings;
    private volatile boolean ended;

    private Worker(WorkerSettings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Worker worker = new Worker(WorkerSettings.of(arguments));
        try (IdWriter out = new IdWriter(Path.of(worker.settings.file()));
                IdSource source = Generators.open(worker.settings)) {
            Thread orders = new Thread(() -> worker.obey(source), "orders");
            orders.setDaemon(true);
            orders.start();
            worker.issue(source, out);
        }
        System.exit(0); // a generator may have left threads behind
    }

    private void issue(IdSource source, IdWriter out) throws IOException, InterruptedException {
        boolean paced = settings.rate() > 0;
        long[] ids = new long[paced ? Math.max(1, settings.rate() * PAUSE_MILLIS / 1000) : 4096];
        while (!ended) {
            int count = source.fill(ids);
            out.write(ids, count);
            if (paced || count == 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void obey(IdSource source) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = in.readLine();
            while (line != null && !line.equals("end")) {
                if (line.equals("state")) {
                    tellState(source);
                } else {
                    source.exhaustPool(Long.parseLong(line.substring("pool ".length())));
                }
                line = in.readLine();
            }
        } catch (IOException e) {
            // the process that gives the orders has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
        }
    }

    private void tellState(IdSource source) throws IOException {
        String state = source.state();
        Path whole = Files.writeString(Path.of(settings.file() + STATE + ".new"), state == null ? "" : state);
        Files.move(whole, Path.of(settings.file() + STATE), StandardCopyOption.ATOMIC_MOVE);
    }
}
