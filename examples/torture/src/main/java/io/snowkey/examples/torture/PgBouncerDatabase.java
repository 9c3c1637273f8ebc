// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** PostgreSQL behind PgBouncer in transaction mode, from the package of the operating system. */
final class PgBouncerDatabase extends PostgresDatabase {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    /** The settings of PgBouncer. Unless set, its wait after a refused login is 15 s, as docs/operating.md says. */
    private static final String SETTINGS =
            """
            [databases]
            * = host=127.0.0.1 port=%d user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 5
            server_login_retry = 1
            max_client_conn = 500
            ignore_startup_parameters = extra_float_digits
            """;

    private final int bouncerPort = Processes.freePort();
    private @Nullable Process bouncer;

    PgBouncerDatabase(Path directory, boolean ownClock) throws IOException {
        super(directory, ownClock);
    }

    static boolean isThere() {
        return Files.isExecutable(PROGRAM);
    }

    @Override
    int workersPort() {
        return bouncerPort;
    }

    @Override
    String url(int port) {
        return super.url(port) + "&prepareThreshold=0";
    }

    @Override
    void complete() throws IOException {
        Path open = Files.createTempDirectory("snowkey-torture-pgbouncer");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path settings = Files.writeString(open.resolve("pgbouncer.ini"), SETTINGS.formatted(port(), bouncerPort));
        open.toFile().deleteOnExit();
        settings.toFile().deleteOnExit(); // this file is deleted before its directory
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // PgBouncer refuses to run as root
        }
        command.add(settings.toString());
        bouncer = Processes.start(directory.resolve("pgbouncer.log"), Map.of(), command);
    }

    @Override
    public void close() throws IOException {
        if (bouncer != null) {
            Processes.killAtLast(bouncer);
        }
        super.close();
    }
}
