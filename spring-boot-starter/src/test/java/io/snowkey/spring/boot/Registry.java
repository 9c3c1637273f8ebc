// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.snowkey.registry.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tables of the registry say, seen from outside the application. */
public record Registry(JdbcTemplate jdbc) {

    public static Registry in(TestDatabase database) {
        return new Registry(new JdbcTemplate(
                new DriverManagerDataSource(database.url(), database.username(), database.password())));
    }

    /** The rows, by worker id, of all namespaces. */
    public List<Map<String, Object>> rows() {
        return rows("select * from snowkey_worker order by namespace, worker_id");
    }

    /** The one row there is. */
    public Map<String, Object> row() {
        List<Map<String, Object>> rows = rows();
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    /** Under lower-case names, which Spring's own maps get wrong in the Turkish locale that these tests run in. */
    public List<Map<String, Object>> rows(String sql) {
        return jdbc.query(sql, (row, number) -> {
            Map<String, Object> values = new HashMap<>();
            for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                values.put(row.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT), row.getObject(column));
            }
            return values;
        });
    }

    public long workerId() {
        return ((Number) row().get("worker_id")).longValue();
    }

    public long generation() {
        return ((Number) row().get("generation")).longValue();
    }

    public long number(String column) {
        return ((Number) row().get(column)).longValue();
    }

    /** There may be two rows: whoever returns within the millisecond of its last id has to take another worker id. */
    public boolean isHeld() {
        List<Map<String, Object>> rows = rows();
        assertThat(rows).isNotEmpty();
        return rows.stream().anyMatch(row -> row.get("holder") != null);
    }
}
