// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What the command line asks for.
 *
 * @param seconds how long faults go on: 1 or more
 * @param faults the names of the faults that are wanted; all if empty
 * @param workers how many workers run beside each other: 2 to 100
 * @param rate ids per second of each worker, up to 4,000,000; 0 for as many as it can
 * @param compare whether all generators and mutants are tortured one after the other, for as long each
 */
record Options(
        int seconds,
        String database,
        long seed,
        List<String> faults,
        String generator,
        int workers,
        int rate,
        boolean compare,
        Path directory) {

    static final String USAGE =
            """
            Tortures id generators: worker processes, a database, faults, and a check of every id.

              --minutes N        how long (default 10); --seconds N for less than one
              --database NAME    %s (default postgresql)
              --seed N           which faults come when: the same seed, the same order (default: a new one)
              --faults A,B       only these; without it all of them:
            %s
              --generator NAME   %s
              --workers N        worker processes beside each other, 2 to 100 (default 4)
              --rate N           ids per second of each; 0 for as many as it can (default 10000)
              --compare          torture what others offer and Snowkey's mutants, one after the other, for as long each
              --directory DIR    where files, logs and the page of results go (default: a new one below the current one)
            """;

    static Options of(String... arguments) {
        Asked asked = new Asked();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals("--compare")) {
                asked.compare = true;
            } else if (i + 1 < arguments.length) {
                i++;
                asked.set(name, arguments[i]);
            } else {
                throw new IllegalArgumentException(name + ": a value is missing after it, or it is not known");
            }
        }
        Databases.requireKnown(asked.database);
        Faults.named(asked.faults);
        Generators.requireKnown(asked.generator);
        return asked.options();
    }

    /** The options so far. They are the defaults until something else is asked for. */
    private static final class Asked {

        private int seconds = 600;
        private String database = "postgresql";
        private long seed = new Random().nextInt(1, Integer.MAX_VALUE);
        private List<String> faults = List.of();
        private String generator = Generators.SNOWKEY;
        private int workers = 4;
        private int rate = 10_000;
        private boolean compare;
        private Path directory = Path.of("torture-" + System.currentTimeMillis() / 1000);

        void set(String name, String value) {
            switch (name) {
                case "--minutes" -> seconds = Math.multiplyExact(60, number(name, value, 1, 60_000));
                case "--seconds" -> seconds = number(name, value, 1, 3_600_000);
                case "--database" -> database = value.toLowerCase(Locale.ROOT);
                case "--seed" -> seed = number(name, value, 0, Integer.MAX_VALUE);
                case "--faults" ->
                    faults = Arrays.stream(value.split(",", -1))
                            .map(String::strip)
                            .toList();
                case "--generator" -> generator = value;
                case "--workers" -> workers = number(name, value, 2, 100);
                case "--rate" -> rate = number(name, value, 0, 4_000_000);
                case "--directory" -> directory = Path.of(value);
                default -> throw new IllegalArgumentException(name + ": there is no such option");
            }
        }

        Options options() {
            return new Options(seconds, database, seed, faults, generator, workers, rate, compare, directory);
        }
    }

    /** Whether any of the faults sets clocks. */
    boolean clocks() {
        return Faults.named(faults).stream().anyMatch(fault -> fault.name().contains("clock"));
    }

    /** The same options for another generator, with these faults. */
    Options of(String itsGenerator, List<String> itsFaults, Path itsDirectory) {
        return new Options(seconds, database, seed, itsFaults, itsGenerator, workers, rate, false, itsDirectory);
    }

    private static int number(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // it is refused below
        }
        throw new IllegalArgumentException(name + " " + value + ": must be a whole number, " + least + " to " + most);
    }

    /** The command that does the same again. */
    String command() {
        return "examples/torture/run --seconds " + seconds + " --database " + database + " --seed " + seed
                + (faults.isEmpty() ? "" : " --faults " + String.join(",", faults))
                + (compare ? " --compare" : " --generator " + generator)
                + " --workers " + workers + " --rate " + rate;
    }
}
