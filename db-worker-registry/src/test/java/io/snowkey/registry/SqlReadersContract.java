// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The functions that read a key say in SQL what {@link SnowflakeLayout} says in Java. */
abstract class SqlReadersContract {

    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final Instant EARLIEST = Instant.parse("1001-01-01T00:00:00Z");

    private static final List<SnowflakeLayout> LAYOUTS = List.of(
            SnowflakeLayout.DEFAULT,
            SnowflakeLayout.TWITTER,
            SnowflakeLayout.INSTAGRAM,
            SnowflakeLayout.SONYFLAKE,
            SnowflakeLayout.JAVASCRIPT,
            layout(63, 0, 0, Duration.ofMillis(1)),
            layout(1, 62, 0, Duration.ofDays(1)),
            layout(1, 0, 62, Duration.ofDays(1)),
            layout(32, 10, 21, Duration.ofSeconds(1)),
            SnowflakeLayout.DEFAULT.toBuilder()
                    .epoch(Instant.parse("1950-06-01T00:00:00.001Z"))
                    .order(SnowflakeLayout.Order.SEQUENCE_WORKER)
                    .build());

    private HikariDataSource pool;
    private Connection connection;

    private static SnowflakeLayout layout(int timestampBits, int workerBits, int sequenceBits, Duration tick) {
        return SnowflakeLayout.builder()
                .timestampBits(timestampBits)
                .workerBits(workerBits)
                .sequenceBits(sequenceBits)
                .tick(tick)
                .build();
    }

    /** With the tables and the functions. */
    abstract TestDatabase newDatabase();

    /** A time in UTC, written thus in a statement. */
    abstract String literal(String utc);

    /** An expression whose text is a time in UTC. */
    abstract String asText(String expression);

    /** The time zone of the session, which changes nothing. */
    abstract String inTimeZone();

    @BeforeEach
    void open() throws SQLException {
        pool = newDatabase().pool(1);
        connection = pool.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute(inTimeZone());
        }
        for (int i = 0; i < LAYOUTS.size(); i++) {
            SnowflakeLayout layout = LAYOUTS.get(i);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO snowkey_namespace VALUES (?, ?, ?, ?, ?, ?, ?, 0)")) {
                insert.setString(1, "n" + i);
                insert.setLong(2, layout.epoch().toEpochMilli());
                insert.setLong(3, layout.tick().toMillis());
                insert.setInt(4, layout.timestampBits());
                insert.setInt(5, layout.workerBits());
                insert.setInt(6, layout.sequenceBits());
                insert.setString(7, layout.order().name());
                insert.executeUpdate();
            }
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        pool.close();
    }

    private List<String> answers(List<String> expressions) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT " + String.join(", ", expressions));
                ResultSet row = query.executeQuery()) {
            row.next();
            for (int i = 1; i <= expressions.size(); i++) {
                answers.add(row.getString(i));
            }
        }
        return answers;
    }

    private static String text(Instant instant) {
        return TEXT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }

    @Test
    void agreeWithTheLayout() throws SQLException {
        Random random = new Random(7);
        for (int i = 0; i < LAYOUTS.size(); i++) {
            SnowflakeLayout layout = LAYOUTS.get(i);
            List<String> expressions = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (Instant instant : instants(layout, random)) {
                expressions.add("snowkey_first_id('n" + i + "', " + literal(text(instant)) + ")");
                expected.add(Long.toString(layout.firstId(instant)));
            }
            for (long id : ids(layout, random)) {
                expressions.add("snowkey_worker_of('n" + i + "', " + id + ")");
                expected.add(Long.toString(layout.decode(id).workerId()));
                Instant made = layout.decode(id).instant();
                if (made.isBefore(LATEST)) {
                    expressions.add(asText("snowkey_made_at('n" + i + "', " + id + ")"));
                    expected.add(text(made));
                }
            }
            assertThat(answers(expressions)).as("%s", layout).isEqualTo(expected);
        }
    }

    private static List<Instant> instants(SnowflakeLayout layout, Random random) {
        List<Instant> instants = new ArrayList<>(List.of(
                layout.epoch(),
                layout.epoch().minusMillis(1),
                EARLIEST,
                LATEST,
                layout.exhaustedAt(),
                layout.exhaustedAt().minusMillis(1),
                layout.exhaustedAt().minus(1, ChronoUnit.MICROS)));
        for (int n = 0; n < 20; n++) {
            long ticks = random.nextLong(Math.min(1L << (layout.timestampBits() - 1), 1L << 41));
            Instant start =
                    layout.epoch().plusMillis(Math.min(ticks * layout.tick().toMillis(), 100_000_000_000_000L));
            instants.add(start);
            instants.add(start.plus(1, ChronoUnit.MICROS));
            instants.add(start.minus(1, ChronoUnit.MICROS));
            instants.add(start.plus(layout.tick()).minus(1, ChronoUnit.MICROS));
        }
        return instants.stream()
                .filter(it -> it.isBefore(LATEST) && it.isAfter(EARLIEST))
                .toList();
    }

    private static List<Long> ids(SnowflakeLayout layout, Random random) {
        long max = layout.lastId(Instant.MAX);
        List<Long> ids = new ArrayList<>(
                List.of(0L, 1L, max, max - 1, layout.firstId(layout.epoch().plusMillis(1))));
        for (int n = 0; n < 20; n++) {
            ids.add(random.nextLong(max));
            ids.add(random.nextLong(max) >> random.nextInt(20));
        }
        return ids.stream().filter(id -> id <= max).toList();
    }

    @Test
    void refuseWhatIsNotOfTheLayout() {
        for (String read : List.of("snowkey_made_at", "snowkey_worker_of")) {
            assertThatThrownBy(() -> answers(List.of(read + "('n0', -1)"))).hasMessageContaining("layout");
            assertThatThrownBy(() -> answers(List.of(read + "('n4', " + (1L << 53) + ")")))
                    .hasMessageContaining("layout");
            assertThatThrownBy(() -> answers(List.of(read + "('nowhere', 1)"))).hasMessageContaining("namespace");
        }
        assertThatThrownBy(() -> answers(List.of("snowkey_first_id('nowhere', " + literal(text(Instant.EPOCH)) + ")")))
                .hasMessageContaining("namespace");
    }
}
