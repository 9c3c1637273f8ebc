// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

final class NamedSqlTest {

    @Test
    void bindsANameAsOftenAsItOccurs() throws SQLException {
        NamedSql sql = NamedSql.of("SELECT :a - :b + :a");
        assertThat(sql.sql()).isEqualTo("SELECT ? - ? + ?");
        assertThat(sql.names()).containsExactly("a", "b", "a");
        try (HikariDataSource pool = TestDatabase.h2().pool(1)) {
            long result = Sql.of(pool, 1000).query(sql, Map.of("a", 5L, "b", 3L), rows -> {
                rows.next();
                return rows.getLong(1);
            });
            assertThat(result).isEqualTo(7);
        }
    }

    @Test
    void refusesANameWithoutAValue() {
        NamedSql sql = NamedSql.of("SELECT :a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    try (HikariDataSource pool = TestDatabase.h2().pool(1)) {
                        Sql.of(pool, 1000).update(sql, Map.of());
                    }
                })
                .withMessageContaining(":a");
    }
}
