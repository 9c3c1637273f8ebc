// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every id that anybody got from any node. Thread-safe. */
final class IdCollector {

    private final Set<Long> ids = new HashSet<>();
    private final List<Long> duplicates = new ArrayList<>();

    synchronized void add(long id) {
        if (!ids.add(id)) {
            duplicates.add(id);
        }
    }

    synchronized int size() {
        return ids.size();
    }

    synchronized List<Long> duplicates() {
        return List.copyOf(duplicates);
    }
}
