// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariDataSource;
import org.testcontainers.DockerClientFactory;

/**
 * Where a test gets its server from: {@code -Dsnowkey.test.<database>=docker|embedded|auto}, or one that runs already at
 * {@code -Dsnowkey.test.<database>.url=}, with {@code .username=} and {@code .password=}. On that one the tests make databases
 * of their own, and leave them behind.
 */
enum Backend {
    DOCKER,
    EMBEDDED;

    /** Numbers the databases; on a server that was there before, other runs have numbers of their own. */
    private static final AtomicLong DATABASES = new AtomicLong();

    private static final long RUN = System.nanoTime() % 1_000_000_000L;

    /** The server that was given for this database, if one was. */
    static Optional<TestDatabase> given(String database, String platform) {
        String property = "snowkey.test." + database;
        return Optional.ofNullable(System.getProperty(property + ".url")).map(url -> {
            System.out.println("Tests on " + database + " use: " + url);
            return new TestDatabase(
                    platform,
                    url,
                    System.getProperty(property + ".username", "root"),
                    System.getProperty(property + ".password", ""));
        });
    }

    static Backend of(String database) {
        String mode = System.getProperty("snowkey.test." + database, "auto");
        Backend backend =
                switch (mode) {
                    case "docker" -> DOCKER;
                    case "embedded" -> EMBEDDED;
                    case "auto" -> dockerIsThere() ? DOCKER : EMBEDDED;
                    default ->
                        throw new IllegalArgumentException(
                                "snowkey.test." + database + "=" + mode + ": must be docker, embedded or auto");
                };
        System.out.println("Tests on " + database + " use: " + backend); // so that a log tells what really ran
        return backend;
    }

    static boolean dockerIsThere() {
        if (System.getenv("DOCKER_HOST") == null && !Files.exists(Path.of("/var/run/docker.sock"))) {
            return false;
        }
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            return false; // a Docker that cannot fetch images is none
        }
    }

    /** A new database on a server; {@code root} is any other one there. */
    static TestDatabase newDatabase(TestDatabase root) {
        String name = "snowkey" + Math.abs(RUN) + "_" + DATABASES.incrementAndGet();
        try (HikariDataSource pool = root.pool(1)) {
            TestDatabase.execute(pool, "CREATE DATABASE " + name);
        }
        String url = root.url().replaceFirst("(jdbc:\\w+://[^/]+/)[^?]*", "$1" + name);
        return new TestDatabase(root.platform(), url, root.username(), root.password());
    }
}
