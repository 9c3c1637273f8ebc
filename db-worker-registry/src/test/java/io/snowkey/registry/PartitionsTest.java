// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What docs/partitions.md says, with rows of the last twelve months and of this one. */
final class PartitionsTest {

    private static final SnowflakeLayout LAYOUT = SnowflakeLayout.DEFAULT;

    /** A month, as the name of its partition ends. */
    private static final Pattern MONTH = Pattern.compile("\\d{4}_\\d{2}(?!\\d)");

    private enum Database {
        POSTGRESQL(
                "EXPLAIN ",
                "now() AT TIME ZONE 'UTC'",
                "now() AT TIME ZONE 'UTC' - INTERVAL '12 months'",
                "SELECT string_agg(CAST(CAST(inhrelid AS REGCLASS) AS TEXT), ' ') FROM pg_inherits"
                        + " WHERE inhparent = CAST('event' AS REGCLASS)") {
            @Override
            TestDatabase open() {
                return TestDatabase.postgres();
            }
        },
        MARIADB(
                "EXPLAIN PARTITIONS ",
                "date_format(UTC_TIMESTAMP(), ",
                "date_format(UTC_TIMESTAMP() - INTERVAL 12 MONTH, ",
                "SELECT group_concat(partition_name SEPARATOR ' ') FROM information_schema.partitions"
                        + " WHERE table_schema = database() AND table_name = 'event'") {
            @Override
            TestDatabase open() {
                return TestDatabase.mariadb();
            }
        };

        private final String explain;
        private final String now;
        private final String aYearAgo;
        private final String partitions;

        Database(String explain, String now, String aYearAgo, String partitions) {
            this.explain = explain;
            this.now = now;
            this.aYearAgo = aYearAgo;
            this.partitions = partitions;
        }

        abstract TestDatabase open();

        String statement(String name) {
            Set<String> those = new TreeSet<>(OperatingGuide.statements("partitions.md", name));
            those.retainAll(OperatingGuide.statements("partitions.md", name().toLowerCase(Locale.ROOT)));
            assertThat(those).hasSize(1);
            return those.iterator().next();
        }

        String ofTheYearBefore() {
            assertThat(statement("year")).contains(now);
            return statement("year").replace(now, aYearAgo);
        }

        HikariDataSource withNamespace() {
            HikariDataSource pool = open().withSchema().withFunctions().pool(1);
            JdbcWorkerRegistry.builder(pool)
                    .namespace("orders")
                    .build()
                    .acquire()
                    .close();
            return pool;
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    text.append(rows.getString(i)).append(' ');
                }
            }
            return text.toString();
        }
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    private static Set<String> months(String text) {
        Set<String> months = new TreeSet<>();
        for (Matcher found = MONTH.matcher(text); found.find(); ) {
            months.add(found.group());
        }
        return months;
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(days, ChronoUnit.DAYS);
    }

    private static void insert(Connection connection, int... daysAgo) throws SQLException {
        for (int days : daysAgo) {
            run(connection, "INSERT INTO event VALUES (" + LAYOUT.firstId(daysAgo(days)) + ", '" + days + "')");
        }
    }

    /** The end of a month, as its partition has it. */
    private static boolean isOver(String month, Instant time) {
        LocalDate first = LocalDate.parse(month.replace('_', '-') + "-01");
        return !first.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(time);
    }

    @ParameterizedTest
    @EnumSource
    void partitionsComeGoAndAreReadByTime(Database database) throws SQLException {
        try (HikariDataSource pool = database.withNamespace();
                Connection connection = pool.getConnection()) {
            run(connection, database.statement("table"));
            run(connection, database.ofTheYearBefore());
            assertThatThrownBy(() -> insert(connection, -31)).as("no partition").isInstanceOf(SQLException.class);
            for (int i = 0; i < 2; i++) { // it may be run again
                run(connection, database.statement("year"));
            }
            Set<String> all = months(text(connection, database.partitions));
            assertThat(all).hasSize(24);
            insert(connection, 0, 1, 89, 91, 200, 300);

            String plan = text(connection, database.explain + database.statement("query"));
            assertThat(months(plan)).as(plan).hasSizeBetween(1, 2).isSubsetOf(all);
            assertThat(months(text(connection, database.explain + "SELECT count(*) FROM event")))
                    .as("without the time")
                    .isEqualTo(all);

            run(connection, database.statement("drop"));
            Set<String> left = new TreeSet<>(all);
            left.removeIf(month -> isOver(month, daysAgo(90)));
            assertThat(left).hasSizeLessThan(24);
            assertThat(months(text(connection, database.partitions))).isEqualTo(left);
            assertThat(text(connection, "SELECT message FROM event").split(" "))
                    .contains("0", "1", "89")
                    .doesNotContain("200", "300");
        }
    }

    @ParameterizedTest
    @EnumSource
    void oldRowsAreDeletedByThePrimaryKey(Database database) throws SQLException {
        try (HikariDataSource pool = database.withNamespace();
                Connection connection = pool.getConnection()) {
            run(connection, "CREATE TABLE event (id BIGINT PRIMARY KEY, message VARCHAR(100))");
            insert(connection, 0, 1, 89, 91, 200, 300);
            assertThat(run(connection, database.statement("delete"))).isEqualTo(3);
            assertThat(Arrays.asList(text(connection, "SELECT message FROM event ORDER BY id DESC")
                            .split(" ")))
                    .containsExactly("0", "1", "89");
        }
    }
}
