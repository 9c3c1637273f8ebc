// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The generators that can be tortured, by name. */
final class Generators {

    static final String SNOWKEY = "snowkey";

    private Generators() {}

    static IdSource open(WorkerSettings settings) {
        return Peers.has(settings.generator())
                ? Peers.open(settings)
                : new SnowkeySource(settings, Mutant.named(settings.generator()));
    }

    /** Whether the ids of a generator are Snowkey's. Only then the parts of an id are known. */
    static boolean isSnowkey(String generator) {
        return !Peers.has(generator);
    }

    static List<String> names() {
        return Stream.of(
                        Stream.of(SNOWKEY),
                        Arrays.stream(Mutant.values())
                                .filter(m -> m != Mutant.NONE)
                                .map(Mutant::label),
                        Peers.names().stream())
                .flatMap(names -> names)
                .toList();
    }

    static void requireKnown(String generator) {
        if (!names().contains(generator)) {
            throw new IllegalArgumentException(
                    "--generator " + generator + ": must be one of " + String.join(", ", names()));
        }
    }
}
