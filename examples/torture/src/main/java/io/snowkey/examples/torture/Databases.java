// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The databases that can be used, by name. */
final class Databases {

    private static final List<String> ALL =
            List.of("h2", "postgresql", "mariadb", "postgresql-sync", "postgresql-async", "pgbouncer", "galera");

    private Databases() {}

    static String names() {
        return String.join(", ", ALL);
    }

    static void requireKnown(String name) {
        if (!ALL.contains(name)) {
            throw new IllegalArgumentException("--database " + name + ": must be one of " + names());
        }
        if (name.equals("pgbouncer") && !PgBouncerDatabase.isThere()) {
            throw new IllegalArgumentException(
                    "--database pgbouncer: PgBouncer is not installed here (Debian's package pgbouncer)");
        }
        if (name.equals("galera") && !GaleraDatabase.isThere()) {
            throw new IllegalArgumentException("--database galera: MariaDB is not installed here with Galera"
                    + " (Debian's packages mariadb-server, galera-4 and rsync)");
        }
        if (name.startsWith("postgresql-") && !PostgresPairDatabase.isThere()) {
            throw new IllegalArgumentException("--database " + name + ": PostgreSQL is not installed here with its"
                    + " pg_basebackup (Debian's package postgresql)");
        }
    }

    static Database open(String name, Path directory, boolean ownClock) throws IOException {
        return switch (name) {
            case "h2" -> new H2Database(directory, ownClock);
            case "galera" -> new GaleraDatabase(directory, ownClock);
            case "mariadb" -> new MariaDatabase(directory, ownClock);
            case "pgbouncer" -> new PgBouncerDatabase(directory, ownClock);
            case "postgresql-sync" -> new PostgresPairDatabase(directory, ownClock, true);
            case "postgresql-async" -> new PostgresPairDatabase(directory, ownClock, false);
            default -> new PostgresDatabase(directory, ownClock);
        };
    }
}
