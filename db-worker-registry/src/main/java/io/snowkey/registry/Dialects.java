// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.stream.Collectors;

import io.snowkey.registry.WorkerRegistryException.Reason;

/** The dialects there are. */
final class Dialects {

    private static final List<Dialect> ALL = List.of(new PostgreSql(), new MariaDb(), new MySql(), new H2());

    private Dialects() {}

    /** The dialect of a database, by what its driver says it is. */
    static Dialect of(String product) {
        return ALL.stream()
                .filter(dialect -> dialect.products().contains(product))
                .findFirst()
                .orElseThrow(() -> new WorkerRegistryException(
                        Reason.DATABASE_UNSUPPORTED,
                        "There is no dialect for the database '" + product + "'. Supported are "
                                + ALL.stream()
                                        .flatMap(dialect -> dialect.products().stream())
                                        .collect(Collectors.joining(", "))
                                + ". Keep the registry in one of these (it need not be the database of the entities), or"
                                + " give the process a fixed worker id. To add a database, write its Dialect (one file with"
                                + " what it does differently, as PostgreSql.java) and its schema script in"
                                + " snowkey-db-worker-registry, and run the contract of RegistryContract on it.",
                        null));
    }
}
