// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

import io.snowkey.registry.WorkerRegistryException.Reason;
import org.jspecify.annotations.Nullable;

/** Finds dialects: those that are shipped, and those of users, which take their place. */
final class Dialects {

    private static final List<Dialect> SHIPPED =
            List.of(new PostgreSql(), new MariaDb(), new MySql(), new H2(), new Hsqldb(), new Sqlite());

    private Dialects() {}

    /** The dialect of a database, by the product name that its driver reports. */
    static Dialect of(String product) {
        return of(product, ofUsers());
    }

    static Dialect of(String product, List<Dialect> ofUsers) {
        List<Dialect> matching = speaking(product, ofUsers);
        if (matching.size() > 1) {
            throw unsupported(
                    "There are " + matching.size() + " dialects for the database '" + product + "': "
                            + matching.stream()
                                    .map(dialect -> dialect.getClass().getName())
                                    .collect(Collectors.joining(", "))
                            + ". Keep one of them on the class path.",
                    null);
        }
        return matching.stream()
                .findFirst()
                .or(() -> speaking(product, SHIPPED).stream().findFirst())
                .orElseThrow(() -> unsupported(
                        "There is no dialect for the database '" + product + "'. Shipped are those for "
                                + SHIPPED.stream()
                                        .flatMap(dialect -> dialect.products().stream())
                                        .collect(Collectors.joining(", "))
                                + ". Keep the registry in one of these (it need not be the database of the entities),"
                                + " or give the process a fixed worker id. To add a database, implement"
                                + " io.snowkey.registry.Dialect, name it in"
                                + " META-INF/services/io.snowkey.registry.Dialect, and run the contract of"
                                + " snowkey-registry-tck on it; docs/dialects.md shows how.",
                        null));
    }

    private static List<Dialect> speaking(String product, List<Dialect> dialects) {
        return dialects.stream()
                .filter(dialect -> dialect.products().contains(product))
                .toList();
    }

    private static List<Dialect> ofUsers() {
        try {
            return ServiceLoader.load(Dialect.class, Dialect.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw unsupported(
                    "A dialect that META-INF/services/io.snowkey.registry.Dialect names cannot be used: "
                            + e.getMessage()
                            + ". It has to be a public class with a public constructor without parameters.",
                    e);
        }
    }

    private static WorkerRegistryException unsupported(String message, @Nullable Throwable cause) {
        return new WorkerRegistryException(Reason.DATABASE_UNSUPPORTED, message, cause);
    }
}
