// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The checks of the other tests notice what they are there for. */
class LeasedKeysTest {

    private final Instant before = Instant.now();
    private final DataSource database = database();
    private JdbcWorkerRegistry registry;
    private SnowflakeGenerator ids;

    @BeforeEach
    void lease() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("RUNSCRIPT FROM 'classpath:io/snowkey/registry/schema-h2.sql'");
        }
        registry = JdbcWorkerRegistry.builder(database).build();
        ids = SnowflakeGenerator.builder().lease(registry.acquire()).build();
    }

    @AfterEach
    void giveBack() {
        ids.close();
        registry.close();
    }

    @Test
    void leasedKeysPass() throws SQLException {
        assertThat(LeasedKeys.check(database, before, List.of(ids.nextId(), ids.nextId())))
                .isEqualTo(Set.of(ids.workerId()));
    }

    @Test
    void noKeysAtAllDoNot() {
        refused("no keys");
    }

    @Test
    void theSameKeyTwiceDoesNot() {
        long key = ids.nextId();
        refused("a key is there twice", key, key);
    }

    @Test
    void aSequenceOfTheDatabaseDoesNot() {
        refused("not made between", 1L);
    }

    @Test
    void aNegativeKeyDoesNot() {
        refused("not positive", -ids.nextId());
    }

    @Test
    void aKeyOfYesterdayDoesNot() {
        refused("not made between", SnowflakeLayout.DEFAULT.firstId(before.minus(Duration.ofDays(1))));
    }

    @Test
    void aWorkerIdThatNobodyHoldsDoesNot() {
        long other = (ids.workerId() + 1) % 1024;
        try (SnowflakeGenerator fixed =
                SnowflakeGenerator.builder().workerId(other).build()) {
            refused("and not that of", fixed.nextId());
        }
    }

    private void refused(String message, Long... keys) {
        assertThatThrownBy(() -> LeasedKeys.check(database, before, List.of(keys)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(message);
    }

    private static DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:checks" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
        return database;
    }
}
