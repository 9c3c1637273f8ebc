// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.snowkey.DecodedId;
import io.snowkey.PublicIds;
import io.snowkey.SnowflakeLayout;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.ResultSetExtractor;

/** Prints the result of an import. The tables come from plain SQL. */
final class ImportReport {

    private static final String TOTALS =
            """
            SELECT 'agency' AS "table", count(*) AS "rows" FROM agency
            UNION ALL SELECT 'project', count(*) FROM project
            UNION ALL SELECT 'supplier', count(*) FROM supplier
            UNION ALL SELECT 'file_import', count(*) FROM file_import
            UNION ALL SELECT 'purchase_order', count(*) FROM purchase_order""";
    private static final String KEYS =
            """
            SELECT count(*) AS "rows in all", count(DISTINCT id) AS "different keys" FROM (
              SELECT id FROM agency UNION ALL SELECT id FROM project UNION ALL SELECT id FROM supplier
              UNION ALL SELECT id FROM file_import UNION ALL SELECT id FROM purchase_order) k""";
    private static final String SAMPLE =
            """
            SELECT 'agency', max(id) FROM agency
            UNION ALL SELECT 'project', max(id) FROM project
            UNION ALL SELECT 'supplier', max(id) FROM supplier
            UNION ALL SELECT 'file_import', max(id) FROM file_import WHERE id = ?
            UNION ALL SELECT 'purchase_order, first', min(id) FROM purchase_order WHERE file_import_id = ?
            UNION ALL SELECT 'purchase_order, last', max(id) FROM purchase_order WHERE file_import_id = ?""";
    private static final String IMPORTS =
            """
            SELECT id, started_at, finished_at, stored, bad, file FROM file_import
            ORDER BY started_at DESC FETCH FIRST 10 ROWS ONLY""";
    private static final String WORKERS =
            """
            SELECT worker_id, state, instance, pid, generation, issued, acquired_at, heartbeat_at, seconds_left, reserved_until
            FROM snowkey_worker_status ORDER BY worker_id""";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String ORDER = "purchase_order";
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final JdbcOperations database;
    private final SnowflakeLayout layout;
    private final PublicIds orders;
    private final PrintStream out;
    private final DatabaseRetry retry;

    /** @param orders the texts that customers see of orders */
    ImportReport(JdbcOperations database, SnowflakeLayout layout, PublicIds orders, PrintStream out) {
        this.database = database;
        this.layout = layout;
        this.orders = orders;
        this.out = out;
        this.retry = new DatabaseRetry(out);
    }

    /** Returns once the database answers. */
    void awaitDatabase() {
        query("SELECT 1");
    }

    void print(ImportResult result, int copies) {
        summary(result);
        badRows(result, copies);
        if (result.stopped()) {
            return;
        }
        keys(result.id());
        heading("Imports in this database, newest first (UTC; one without an end runs still, or was stopped)");
        table(query(IMPORTS));
        heading("Rows in this database");
        table(query(TOTALS));
        out.println();
        table(query(KEYS));
        heading("Who has which worker id (UTC; issued is as of the last heartbeat)");
        WORKERS.lines().forEach(line -> out.println("  " + line));
        out.println();
        table(query(WORKERS));
    }

    private void summary(ImportResult result) {
        out.println();
        if (result.stopped()) {
            out.println("Stopped before the end of the file; what is counted here is stored.");
        }
        long rows = result.stored() + result.created();
        out.printf(
                Locale.ROOT,
                "Stored %,d rows in %.2f s: %,d rows/s%n",
                rows,
                result.elapsed().toNanos() / 1e9,
                Progress.perSecond(rows, result.elapsed().toNanos()));
        out.printf(
                Locale.ROOT,
                "  %,d orders, and %,d agencies, projects and suppliers that were new%n",
                result.stored(),
                result.created());
    }

    private void badRows(ImportResult result, int copies) {
        BadRows badRows = result.badRows();
        if (badRows.count() == 0) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%nLeft out %,d bad rows%s%n",
                badRows.count(),
                copies > 1 ? " in each of the " + copies + " copies" : "");
        badRows.first().forEach(row -> out.println("  " + row));
        Path file = badRows.file();
        if (file != null) {
            out.println("  ... all of them: " + file);
        }
    }

    private void keys(long importId) {
        heading("Some keys, and what they say");
        ResultSetExtractor<TextTable> decode = this::decode;
        table(retry.run(() -> Objects.requireNonNull(database.query(SAMPLE, decode, importId, importId, importId))));
    }

    private TextTable decode(ResultSet rows) throws SQLException {
        TextTable table =
                new TextTable(List.of("table", "key", "issued at (UTC)", "worker id", "sequence", "for customers"));
        while (rows.next()) {
            long key = rows.getLong(2);
            if (!rows.wasNull()) {
                DecodedId id = layout.decode(key);
                table.add(List.of(
                        rows.getString(1),
                        Long.toString(id.id()),
                        id.instant().atOffset(ZoneOffset.UTC).format(MILLIS),
                        Long.toString(id.workerId()),
                        Long.toString(id.sequence()),
                        rows.getString(1).startsWith(ORDER) ? orders.format(key) : ""));
            }
        }
        return table;
    }

    private void heading(String text) {
        out.println();
        out.println(text);
    }

    private void table(TextTable table) {
        table.lines().forEach(out::println);
    }

    private TextTable query(String sql) {
        return retry.run(() -> Objects.requireNonNull(database.query(sql, ImportReport::read)));
    }

    private static TextTable read(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> header = new ArrayList<>();
        for (int c = 1; c <= columns.getColumnCount(); c++) {
            header.add(columns.getColumnLabel(c).toLowerCase(Locale.ROOT));
        }
        TextTable table = new TextTable(header);
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int c = 1; c <= header.size(); c++) {
                values.add(text(rows, c, columns.getColumnType(c)));
            }
            table.add(values);
        }
        return table;
    }

    private static String text(ResultSet rows, int column, int type) throws SQLException {
        if (type == Types.TIMESTAMP || type == Types.TIMESTAMP_WITH_TIMEZONE) {
            OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
            return time == null
                    ? ""
                    : time.withOffsetSameInstant(ZoneOffset.UTC).format(TIME);
        }
        String text = rows.getString(column);
        return text == null ? "" : text;
    }
}
