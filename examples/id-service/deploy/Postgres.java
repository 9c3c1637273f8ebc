// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL server for the four nodes of {@code cluster}, for those who have none. It ends with this process. No part of the service. */
final class Postgres {

    private Postgres() {}

    /**
     * Starts the server.
     *
     * @param arguments the port, and a directory for its data
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setPort(Integer.parseInt(arguments[0]))
                .setDataDirectory(Path.of(arguments[1]))
                .setServerConfig("max_connections", "100")
                .start();
        System.out.println("PostgreSQL accepts connections at port " + server.getPort());
        new CountDownLatch(1).await(); // until the process is told to end; the server's own hook then stops it
    }
}
