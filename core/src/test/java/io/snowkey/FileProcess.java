// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process of its own that holds a file lease and issues ids, each noted in mapped memory before the next is made. It says what
 * happens on its standard output: {@code HELD}, or {@code REFUSED} and why; {@code TROUBLE} and what; {@code CLOSED}.
 */
final class FileProcess implements AutoCloseable {

    private final Process process;
    private final Path ids;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();

    private FileProcess(Path ids, List<String> command) throws IOException {
        this.ids = ids;
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread listener = new Thread(this::listen);
        listener.setDaemon(true);
        listener.start();
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            said.add(e.toString());
        }
    }

    /** Starts a process on a worker file. {@code how} may be {@code losing}: it reads the file all the time. */
    static FileProcess on(Path file, Path ids, String how, int reservationSeconds) throws IOException {
        return new FileProcess(
                ids, java(Holder.class, file.toString(), ids.toString(), how, Integer.toString(reservationSeconds)));
    }

    private static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A process that locks a file as any other program may do it, until it is closed. Says {@code LOCKED}. */
    static FileProcess locking(Path file) throws IOException {
        return new FileProcess(file, java(Locker.class, file.toString(), "stay"));
    }

    /** 0 if another process can lock the file. */
    static int tryLock(Path file) throws IOException, InterruptedException {
        return new ProcessBuilder(java(Locker.class, file.toString(), "go"))
                .start()
                .waitFor();
    }

    /** Waits until it says something that begins like this, and returns it. */
    String awaits(String beginning) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (true) {
            String line = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(line).as("%s after %s", beginning, heard).isNotNull();
            heard.add(line);
            if (line.startsWith(beginning)) {
                return line;
            }
        }
    }

    /** The first word that it says. */
    String awaitsOutcome() throws InterruptedException {
        return awaits("");
    }

    /** Sends a signal by its name. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Lets it end cleanly. */
    void end() throws IOException, InterruptedException {
        try (OutputStream in = process.getOutputStream()) {
            in.write('\n');
        }
        awaits("CLOSED");
    }

    /** The ids that it issued until now. */
    long[] ids() throws IOException {
        if (!Files.exists(ids)) {
            return new long[0];
        }
        try (FileChannel channel = FileChannel.open(ids)) {
            LongBuffer buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .asLongBuffer();
            int count = 0;
            while (count < buffer.limit() && buffer.get(count) != 0) {
                count++;
            }
            long[] read = new long[count];
            buffer.get(read);
            return read;
        }
    }

    /** Waits until there are so many ids more than now. */
    void awaitsIds(int more) throws IOException {
        int wanted = ids().length + more;
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (ids().length < wanted) {
            assertThat(System.nanoTime()).as("ids after %s", heard).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What runs in the process. */
    static final class Holder {

        private static final int MOST = 1 << 22;

        private static volatile boolean ending;

        private Holder() {}

        public static void main(String[] args) throws Exception {
            Path file = Path.of(args[0]);
            FileWorkerLease lease;
            try {
                lease = FileWorkerLease.builder(file, 7)
                        .reservation(Duration.ofSeconds(Long.parseLong(args[3])))
                        .open();
            } catch (WorkerFileException e) {
                System.out.println("REFUSED " + e.getMessage());
                return;
            }
            if (args[2].equals("losing")) {
                background(() -> {
                    Files.readString(file);
                    LockSupport.parkNanos(500_000);
                });
                LockSupport.parkNanos(100_000_000);
            }
            System.out.println("HELD");
            background(() -> {
                if (System.in.read() >= 0) {
                    ending = true;
                }
            });
            issue(lease, Path.of(args[1]));
            lease.close();
            System.out.println("CLOSED");
            System.exit(0);
        }

        private static void issue(FileWorkerLease lease, Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                SnowflakeGenerator ids =
                        SnowflakeGenerator.builder().lease(lease).build();
                LongBuffer issued = channel.map(FileChannel.MapMode.READ_WRITE, 0, 8L * MOST)
                        .asLongBuffer();
                String told = "";
                for (int i = 0; i < MOST && !ending; ) {
                    try {
                        issued.put(i, ids.nextId());
                        i++;
                        if (i % 16 == 0) {
                            LockSupport.parkNanos(100_000); // else the memory is used up within seconds
                        }
                    } catch (IdRefusedException refused) {
                        String now = "TROUBLE " + refused.reason() + " " + refused.getMessage();
                        if (!now.equals(told)) {
                            System.out.println(now);
                            told = now;
                        }
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            }
        }

        private static void background(Step step) {
            Thread thread = new Thread(() -> {
                try {
                    while (!ending) {
                        step.run();
                    }
                } catch (Exception e) {
                    System.out.println("FAILED " + e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        private interface Step {
            void run() throws Exception;
        }
    }

    /** A program that knows nothing of leases. */
    static final class Locker {

        private Locker() {}

        public static void main(String[] args) throws IOException {
            try (FileChannel channel =
                    FileChannel.open(Path.of(args[0]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                @Nullable Object lock = channel.tryLock();
                if (lock == null) {
                    System.exit(1);
                }
                if (args[1].equals("stay")) {
                    System.out.println("LOCKED");
                    System.in.read();
                }
            }
        }
    }
}
