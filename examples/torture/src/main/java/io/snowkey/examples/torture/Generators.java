// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The generators that can be tortured, by name. */
final class Generators {

    static final String SNOWKEY = "snowkey";

    private static final Map<String, Function<WorkerSettings, IdSource>> PEERS = new TreeMap<>(Map.of());

    private Generators() {}

    static IdSource open(WorkerSettings settings) {
        Function<WorkerSettings, IdSource> peer = PEERS.get(settings.generator());
        return peer != null ? peer.apply(settings) : new SnowkeySource(settings, mutant(settings.generator()));
    }

    /** Whether its ids are Snowkey's, so that it is known what is in them. */
    static boolean isSnowkey(String generator) {
        return !PEERS.containsKey(generator);
    }

    static List<String> names() {
        return Stream.of(
                        Stream.of(SNOWKEY),
                        Arrays.stream(Mutant.values())
                                .filter(m -> m != Mutant.NONE)
                                .map(Mutant::label),
                        PEERS.keySet().stream())
                .flatMap(names -> names)
                .toList();
    }

    static void requireKnown(String generator) {
        if (!names().contains(generator)) {
            throw new IllegalArgumentException(
                    "--generator " + generator + ": must be one of " + String.join(", ", names()));
        }
    }

    private static Mutant mutant(String generator) {
        return Arrays.stream(Mutant.values())
                .filter(mutant -> mutant.label().equals(generator))
                .findFirst()
                .orElseThrow();
    }
}
