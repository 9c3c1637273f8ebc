// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.DecodedId;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.WorkerLease;
import io.snowkey.registry.WorkerRegistryException.Reason;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What {@code snowkey_next_id} promises: keys from SQL, unique beside those of the JVMs, under a worker id of their
 * own.
 */
abstract class SqlWriterContract extends RegistryContract {

    private static final Instant ENDLESS = Instant.ofEpochMilli(253402300799000L);

    @BeforeEach
    void install() {
        database.withFunctions().withFunctions(); // it may be run again
    }

    /** A table whose key SQL fills in where a row has none. */
    abstract void createTable(String name, String namespace);

    /** How the SQL writer of a namespace is started and stopped. */
    abstract String start(String namespace, String range);

    abstract String stop(String namespace);

    static final SnowflakeLayout TINY =
            SnowflakeLayout.builder().workerBits(3).sequenceBits(2).build();

    long startWriter(String namespace) throws SQLException {
        return number(start(namespace, ""));
    }

    void found(String namespace, SnowflakeLayout layout) {
        process(builder -> builder.instance("founder").namespace(namespace).layout(layout))
                .acquire()
                .close();
    }

    long number(String query) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return number(connection, query);
        }
    }

    /** The first number of the first result of a query or a call. */
    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(query);
            while (!rows) {
                assertThat(statement.getMoreResults() || statement.getUpdateCount() != -1)
                        .as(query)
                        .isTrue();
                rows = statement.getResultSet() != null;
            }
            try (ResultSet result = statement.getResultSet()) {
                assertThat(result.next()).as(query).isTrue();
                return result.getLong(1);
            }
        }
    }

    List<Long> numbers(String query) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    String nextId(String namespace) {
        return "SELECT snowkey_next_id('" + namespace + "')";
    }

    @Test
    void rowsWithoutAKeyGetOneBesideThoseOfAJvm() throws SQLException {
        WorkerLease lease = process("a").acquire();
        SnowflakeGenerator jvm = SnowflakeGenerator.builder().lease(lease).build();
        createTable("orders", "default");
        long sql = startWriter("default");
        assertThat(sql).isNotEqualTo(lease.claim().workerId());
        assertThat(startWriter("default")).as("started already").isEqualTo(sql);

        long before = System.currentTimeMillis();
        for (int i = 0; i < 100; i++) {
            sql("INSERT INTO orders (item) VALUES ('of SQL')");
            sql("INSERT INTO orders (id, item) VALUES (" + jvm.nextId() + ", 'of a JVM')");
        }
        sql("INSERT INTO orders (item) SELECT item FROM orders WHERE item = 'of SQL'");
        long after = System.currentTimeMillis();

        List<Long> ids = numbers("SELECT id FROM orders WHERE item = 'of SQL'");
        assertThat(ids).hasSize(200).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> {
            DecodedId decoded = SnowflakeLayout.DEFAULT.decode(id);
            assertThat(decoded.workerId()).isEqualTo(sql);
            assertThat(decoded.instant().toEpochMilli()).isBetween(before - 1, after + 1);
        });
    }

    /** Also where its clock is far ahead. */
    @Test
    void aJvmSeesTheWorkerIdAsHeldAndNeverTakesIt() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        long sql = number(start("default", ", 7, 7"));
        assertThat(sql).isEqualTo(7);
        TestProcess jvm =
                process(builder -> builder.instance("sql").workerIds(7, 7).maxClockSkew(Duration.ofDays(1)));
        jvm.clock.move(Duration.ofHours(23));
        assertThat(refusal(jvm::acquire).reason()).isEqualTo(Reason.WORKER_IDS_EXHAUSTED);

        WorkerStatus row = jvm.row(7);
        assertThat(row.state()).isEqualTo(WorkerStatus.State.ACTIVE);
        assertThat(row.instance()).isEqualTo("sql");
        assertThat(row.holder()).startsWith("sql-").hasSizeLessThanOrEqualTo(36);
        assertThat(row.expiresAt()).isEqualTo(ENDLESS);
        assertThat(row.reservedUntil()).isEqualTo(ENDLESS);
        assertThat(numbers("SELECT worker_id FROM snowkey_holder WHERE namespace = 'default' AND holder LIKE 'sql-%'"
                        + " AND generation = " + row.generation()))
                .containsExactly(7L);
    }

    @Test
    void takesNoWorkerIdThatAJvmHoldsOrThatCools() throws SQLException {
        WorkerLease held = process(builder -> builder.workerIds(7, 7)).acquire();
        assertThat(held.claim().workerId()).isEqualTo(7);
        assertThatThrownBy(() -> number(start("default", ", 7, 7"))).hasMessageContaining("No worker id from 7 to 7");
        sql("UPDATE snowkey_worker SET holder = NULL, expires_at_ms = 0");
        assertThatThrownBy(() -> number(start("default", ", 7, 7"))).hasMessageContaining("No worker id from 7 to 7");
        sql("UPDATE snowkey_worker SET reserved_until_ms = 0");
        assertThat(number(start("default", ", 7, 7"))).isEqualTo(7);
        assertThat(process("reader").row(7).generation()).isEqualTo(2);
    }

    @Test
    void aRollbackTakesNoKeyBack() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        startWriter("default");
        List<Long> ids = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 200; i++) {
                ids.add(number(connection, nextId("default")));
                connection.rollback();
            }
        }
        assertThat(ids).doesNotHaveDuplicates().isSorted();
    }

    /** Else one transaction that stays open would hold up every writer. */
    @Test
    void holdsNoLockUntilTheTransactionEnds() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        createTable("orders", "default");
        startWriter("default");
        try (Connection open = pool.getConnection();
                Connection other = pool.getConnection()) {
            open.setAutoCommit(false);
            long first = number(open, nextId("default"));
            try (Statement statement = open.createStatement()) {
                statement.execute("INSERT INTO orders (item) VALUES ('open')");
            }
            try (Statement statement = other.createStatement()) {
                statement.setQueryTimeout(60);
                statement.execute("INSERT INTO orders (item) VALUES ('other')");
            }
            assertThat(number(other, nextId("default"))).isGreaterThan(first);
            open.rollback();
        }
    }

    @Test
    void theNextHolderBeginsAfterTheKeysOfAStoppedWriter() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        number(start("default", ", 7, 7"));
        assertThatThrownBy(() -> process(builder -> builder.workerIds(7, 7)).acquire())
                .isInstanceOf(WorkerRegistryException.class);
        long last = number(nextId("default"));
        assertThat(number(stop("default"))).isEqualTo(1);
        assertThat(number(stop("default"))).isZero();
        assertThatThrownBy(() -> number(nextId("default"))).hasMessageContaining("SQL holds no worker id");
        Instant made = SnowflakeLayout.DEFAULT.decode(last).instant();
        TestProcess jvm = process(builder -> builder.workerIds(7, 7));
        assertThat(jvm.row(7).reservedUntil()).isEqualTo(made.plusMillis(1));
        assertThat(jvm.row(7).state()).isNotEqualTo(WorkerStatus.State.ACTIVE);
        jvm.clock.move(Duration.ofSeconds(1));
        assertThat(jvm.acquire().claim().fromMillis()).isGreaterThan(made.toEpochMilli());

        assertThat(startWriter("default")).isNotEqualTo(7);
        assertThat(number(nextId("default"))).isGreaterThan(last);
    }

    /** What a restored dump or a TRUNCATE of the tables of the registry looks like, and what an operator does. */
    @Test
    void refusesOnceTheRegistryDoesNotKnowOfIt() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        for (String loss : List.of(
                "DELETE FROM snowkey_worker WHERE worker_id = 7",
                "UPDATE snowkey_worker SET holder = NULL, expires_at_ms = 0 WHERE worker_id = 7",
                "UPDATE snowkey_worker SET holder = 'a JVM', reserved_until_ms = 1 WHERE worker_id = 7")) {
            number(start("default", ", 7, 7"));
            long last = number(nextId("default"));
            TestDatabase.execute(pool, "DELETE FROM snowkey_holder WHERE worker_id = 7");
            sql(loss);
            assertThatThrownBy(() -> number(nextId("default")))
                    .hasMessageContaining("SQL holds no worker id in the namespace 'default'");
            assertThat(number(start("default", ", 8, 8"))).isEqualTo(8);
            assertThat(process("reader").row(7).reservedUntil())
                    .as("nobody begins among its keys")
                    .isAfter(SnowflakeLayout.DEFAULT.decode(last).instant());
            assertThat(process("reader").row(7).holder()).as(loss).isNull();
            assertThat(number(nextId("default"))).isGreaterThan(last);
            number(stop("default"));
            sql("UPDATE snowkey_worker SET reserved_until_ms = 1 WHERE worker_id = 7");
        }
    }

    @Test
    void speaksEveryLayout() throws SQLException {
        List<SnowflakeLayout> layouts = List.of(
                SnowflakeLayout.TWITTER,
                SnowflakeLayout.INSTAGRAM,
                SnowflakeLayout.SONYFLAKE,
                SnowflakeLayout.JAVASCRIPT,
                TINY,
                SnowflakeLayout.builder()
                        .order(SnowflakeLayout.Order.SEQUENCE_WORKER)
                        .build(),
                SnowflakeLayout.builder().workerBits(0).sequenceBits(22).build());
        for (int i = 0; i < layouts.size(); i++) {
            SnowflakeLayout layout = layouts.get(i);
            String namespace = "layout" + i;
            found(namespace, layout);
            sql("UPDATE snowkey_worker SET reserved_until_ms = 1 WHERE namespace = '" + namespace + "'");
            long sql = startWriter(namespace);
            long before = System.currentTimeMillis() - layout.tick().toMillis();
            List<Long> ids = new ArrayList<>();
            for (int n = 0; n < 50; n++) {
                ids.add(number(nextId(namespace)));
            }
            long after = System.currentTimeMillis() + layout.tick().toMillis();
            assertThat(ids).as("%s", layout).doesNotHaveDuplicates().isSorted().allSatisfy(id -> {
                assertThat(layout.decode(id).workerId()).isEqualTo(sql);
                assertThat(layout.decode(id).instant().toEpochMilli()).isBetween(before, after);
            });
        }
    }

    /** One key per tick of 100 ms: waits for the next tick instead of repeating, and stays with the clock. */
    @Test
    void moreKeysThanATickHoldsGoOnInTheNext() throws SQLException {
        SnowflakeLayout slow = SnowflakeLayout.builder()
                .tick(Duration.ofMillis(100))
                .sequenceBits(0)
                .build();
        found("default", slow);
        startWriter("default");
        createTable("orders", "default");
        sql("INSERT INTO orders (item) VALUES ('first')");
        for (int i = 0; i < 4; i++) {
            sql("INSERT INTO orders (item) SELECT item FROM orders");
        }
        Instant now = Instant.now();
        List<Long> ids = numbers("SELECT id FROM orders");
        assertThat(ids).hasSize(16).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> assertThat(slow.decode(id).instant()).isBefore(now.plusMillis(2)));
    }

    /** Moves the mark of the SQL writer, as if the clock had been there: its state is in a sequence. */
    abstract void moveMark(String namespace, SnowflakeLayout layout, long worker, Instant instant) throws SQLException;

    @Test
    void aClockThatWentBackIsNotWaitedFor() throws SQLException {
        found("default", SnowflakeLayout.DEFAULT);
        long worker = startWriter("default");
        number(nextId("default"));
        Instant ahead = Instant.now().plusSeconds(3600);
        moveMark("default", SnowflakeLayout.DEFAULT, worker, ahead);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.add(number(nextId("default")));
        }
        assertThat(ids).doesNotHaveDuplicates().isSorted();
        assertThat(ids).allSatisfy(id -> {
            Instant made = SnowflakeLayout.DEFAULT.decode(id).instant();
            assertThat(made).isBetween(ahead.minusMillis(1), ahead.plusMillis(1));
        });
        number(stop("default"));
        assertThat(process("reader").row(worker).reservedUntil()).isBetween(ahead, ahead.plusMillis(3));
    }

    @Test
    void manyAtOnceGetNoKeyTwice() throws Exception {
        found("default", TINY);
        startWriter("default");
        createTable("orders", "default");
        try (HikariDataSource eight = database.pool(8)) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < 8; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 25; i++) {
                        TestDatabase.execute(eight, "INSERT INTO orders (item) VALUES ('x')");
                    }
                });
                thread.setUncaughtExceptionHandler((it, e) -> failures.add(e));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
        assertThat(new HashSet<>(numbers("SELECT id FROM orders"))).hasSize(200);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> number(nextId("nowhere"))).hasMessageContaining("SQL holds no worker id");
        assertThatThrownBy(() -> number(start("nowhere", ""))).hasMessageContaining("There is no namespace 'nowhere'");
        found("default", SnowflakeLayout.DEFAULT);
        assertThatThrownBy(() -> number(start("default", ", 5, 1024")))
                .hasMessageContaining("must be a range within 0 to 1023");
    }

    /** What docs/sql.md says works, from the first statement to the last. */
    @Test
    void theGuideDoesWhatItSays() throws SQLException {
        found("orders", SnowflakeLayout.DEFAULT);
        List<String> statements = OperatingGuide.statements("sql.md", database.platform());
        assertThat(statements).hasSizeGreaterThanOrEqualTo(7);
        for (String statement : statements) {
            try (Connection connection = pool.getConnection();
                    Statement run = connection.createStatement()) {
                if (run.execute(statement)) {
                    try (ResultSet rows = run.getResultSet()) {
                        assertThat(rows.next()).as(statement).isTrue();
                    }
                }
            } catch (SQLException e) {
                throw new SQLException(statement, e);
            }
        }
        assertThat(numbers("SELECT id FROM orders"))
                .hasSize(database.platform().equals("postgresql") ? 4 : 2)
                .doesNotHaveDuplicates();
    }

    /** As an installation does it that has others run its scripts. */
    @Test
    void theFunctionsByFlywayOrLiquibase() throws Exception {
        TestDatabase byFlyway = newDatabase();
        try (HikariDataSource empty = byFlyway.pool(2)) {
            Flyway flyway = Flyway.configure()
                    .dataSource(empty)
                    .locations(
                            "classpath:io/snowkey/registry/flyway/" + byFlyway.platform(),
                            "classpath:io/snowkey/registry/functions/" + byFlyway.platform())
                    .table("snowkey_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load();
            assertThat(flyway.migrate().migrationsExecuted).isEqualTo(3);
            assertThat(flyway.migrate().migrationsExecuted).isZero();
            assertThatItWorks(empty);
        }
        try (HikariDataSource empty = newDatabase().pool(2)) {
            for (int start = 0; start < 2; start++) {
                for (String changelog : List.of("changelog.xml", "functions.xml")) {
                    try (Connection connection = empty.getConnection();
                            Liquibase liquibase = new Liquibase(
                                    "io/snowkey/registry/liquibase/" + changelog,
                                    new ClassLoaderResourceAccessor(),
                                    DatabaseFactory.getInstance()
                                            .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
                        liquibase.update();
                    }
                }
            }
            assertThatItWorks(empty);
        }
    }

    private void assertThatItWorks(HikariDataSource installed) throws SQLException {
        TestProcess founder = new TestProcess(installed, builder -> builder);
        founder.acquire();
        founder.close();
        try (Connection connection = installed.getConnection()) {
            long worker = number(connection, start("default", ""));
            assertThat(SnowflakeLayout.DEFAULT
                            .decode(number(connection, nextId("default")))
                            .workerId())
                    .isEqualTo(worker);
        }
    }

    /** Kills the server. When it returns, no old connection works, and a new one only after the server is back. */
    abstract void kill() throws Exception;

    private void crash() throws Exception {
        kill();
        try (HikariDataSource patient = database.pool(1, config -> {
            config.setInitializationFailTimeout(-1);
            config.setConnectionTimeout(600_000);
        })) {
            patient.getConnection().close();
        }
        // The pool hands out what it used within 500 ms without a look whether it still works.
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    /** A connection that belongs to no pool. */
    final Connection newConnection() throws SQLException {
        return DriverManager.getConnection(database.url(), database.username(), database.password());
    }

    /** Puts the mark into an ordinary table, which a rollback takes back: the counter-example. */
    abstract void keepTheMarkInATable() throws SQLException;

    /** Rollbacks, crashes of the database, and a clock that is an hour behind the last key. */
    @Test
    @Tag("faults")
    void nobodyEverGetsTheKeyOfAnother() throws Exception {
        found("default", SnowflakeLayout.DEFAULT);
        createTable("orders", "default");
        long worker = startWriter("default");
        MixedWriters writers = new MixedWriters(database, 60);
        writers.run(this::crash);
        number(nextId("default"));
        moveMark("default", SnowflakeLayout.DEFAULT, worker, Instant.now().plusSeconds(3600));
        List<Long> keys = writers.run(() -> {});
        assertThat(writers.refusals()).isEmpty();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(2 * 2 * 60 * 11).doesNotHaveDuplicates();
    }

    @Test
    @Tag("faults")
    void aMarkThatARollbackTakesBackRepeatsKeys() throws Exception {
        found("default", SnowflakeLayout.DEFAULT);
        createTable("orders", "default");
        long worker = startWriter("default");
        number(nextId("default"));
        moveMark("default", SnowflakeLayout.DEFAULT, worker, Instant.now().plusSeconds(3600));
        keepTheMarkInATable();
        List<Long> keys = new MixedWriters(database, 60).run(() -> {});
        assertThat(new HashSet<>(keys)).hasSizeLessThan(keys.size());
    }
}
