// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.registry.SimLedger.Row;

/**
 * Triggers that write down how many rows each statement on the table of worker ids changed, and what became of the row.
 * They run on PostgreSQL, also for a statement that changes nothing. What they write is committed with the statement.
 * So it says exactly what was executed, and in which order each row was changed.
 */
final class StatementAudit {

    /**
     * A statement that was executed.
     *
     * @param what {@code row}, {@code holder} for a line in the history, or {@code goBack} for a table that was emptied
     * @param session the process of the server that executed it
     */
    record Executed(String what, int session, int changed, long worker, long generation, Row row) {}

    private static final String SCRIPT =
            """
            CREATE TABLE audit (n bigserial PRIMARY KEY, what text, session int, changed int, worker_id bigint,
              generation bigint, holder text, expires_at_ms bigint, reserved_until_ms bigint);

            CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO audit
                (what, session, changed, worker_id, generation, holder, expires_at_ms, reserved_until_ms)
              SELECT 'row', pg_backend_pid(), count(*), max(worker_id), max(generation), max(holder),
                max(expires_at_ms), max(reserved_until_ms)
              FROM changed;
              RETURN NULL;
            END $$;

            CREATE FUNCTION audit_holder() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              INSERT INTO audit (what, worker_id, generation) SELECT 'holder', worker_id, generation FROM changed;
              RETURN NULL;
            END $$;

            CREATE TRIGGER inserted AFTER INSERT ON snowkey_worker REFERENCING NEW TABLE AS changed
              FOR EACH STATEMENT EXECUTE FUNCTION audit_row();
            CREATE TRIGGER updated AFTER UPDATE ON snowkey_worker REFERENCING NEW TABLE AS changed
              FOR EACH STATEMENT EXECUTE FUNCTION audit_row();
            CREATE TRIGGER inserted AFTER INSERT ON snowkey_holder REFERENCING NEW TABLE AS changed
              FOR EACH STATEMENT EXECUTE FUNCTION audit_holder();
            """;

    private final TestDatabase database;

    StatementAudit(TestDatabase database) {
        this.database = database;
        run(SCRIPT);
    }

    /** Empties the tables of worker ids, as somebody does who restores a backup from before the first of them. */
    void emptyTables() {
        run("BEGIN; TRUNCATE snowkey_worker, snowkey_holder; INSERT INTO audit (what) VALUES ('goBack'); COMMIT");
    }

    private void run(String sql) {
        try (HikariDataSource pool = database.pool(1)) {
            TestDatabase.execute(pool, sql);
        }
    }

    /** What was executed, in its order. */
    List<Executed> read() throws SQLException {
        List<Executed> all = new ArrayList<>();
        try (HikariDataSource pool = database.pool(1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT what, session, changed, worker_id, generation, holder, expires_at_ms, reserved_until_ms"
                                + " FROM audit ORDER BY n")) {
            while (rows.next()) {
                Row row = new Row(rows.getLong(5), rows.getString(6), rows.getLong(7), rows.getLong(8));
                all.add(new Executed(
                        rows.getString(1), rows.getInt(2), rows.getInt(3), rows.getLong(4), rows.getLong(5), row));
            }
        }
        return all;
    }
}
