// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.List;
import java.util.stream.Stream;

/** All faults that can happen. */
final class Faults {

    private Faults() {}

    static List<Fault> all() {
        return Stream.of(
                        WorkerFaults.all(),
                        PaceFaults.all(),
                        NetworkFaults.all(),
                        DatabaseFaults.all(),
                        FaultsBeyond.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The faults of these names; all of them if there is no name. */
    static List<Fault> named(List<String> names) {
        List<Fault> all = all();
        for (String name : names) {
            if (all.stream().noneMatch(fault -> fault.name().equals(name))) {
                throw new IllegalArgumentException("--faults: there is no fault '" + name + "'; there are "
                        + String.join(", ", all.stream().map(Fault::name).toList()));
            }
        }
        return all.stream()
                .filter(fault -> names.isEmpty() || names.contains(fault.name()))
                .toList();
    }
}
