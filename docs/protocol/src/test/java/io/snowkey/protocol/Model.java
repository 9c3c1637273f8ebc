// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.snowkey.protocol.Tlc.Result;

/** The specification with bounds: a configuration in the folder {@code models}. */
record Model(String name, String configuration) {

    private static final Map<String, Result> RESULTS = new ConcurrentHashMap<>();

    private static final String THE_PROTOCOL = "Tried = {{}}";

    Model {
        if (!configuration.contains(THE_PROTOCOL)) {
            throw new IllegalArgumentException(name + " does not say " + THE_PROTOCOL);
        }
    }

    /** Those in this folder below {@code models}; "" for those that every build checks. */
    static List<Model> all(String folder) {
        try (Stream<Path> files = Files.list(Tlc.SPECIFICATION.resolve("models").resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".cfg"))
                    .sorted()
                    .map(Model::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Model named(String name) {
        return read(Tlc.SPECIFICATION.resolve("models").resolve(name + ".cfg"));
    }

    private static Model read(Path file) {
        try {
            return new Model(file.getFileName().toString().replace(".cfg", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks the protocol as it is, once per build. */
    Result check() {
        return RESULTS.computeIfAbsent(
                name, any -> Tlc.check(name, "Claims", configuration, Map.of(), List.of("-coverage", "1")));
    }

    /** The same bounds, for a search of counterexamples in a module that extends the specification. */
    String searching() {
        return configuration
                .replace(THE_PROTOCOL, "Tried <- SearchedFlaws")
                .replaceAll("(?m)^INVARIANTS .*$", "CONSTRAINT Searching");
    }

    @Override
    public String toString() {
        return name;
    }
}
