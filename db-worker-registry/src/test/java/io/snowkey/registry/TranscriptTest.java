// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The transcript of docs/sql.md: does what its lines say, and compares the answers with those that are there, without
 * their numbers. With {@code -Dsnowkey.transcript.write} it writes the answers into the page.
 */
final class TranscriptTest {

    private static final Path PAGE = Path.of("../docs/sql.md");
    private static final Pattern BLOCK = Pattern.compile("```text transcript\n(.*?)```", Pattern.DOTALL);
    private static final String SQL = "shop=# ";
    private static final String JVM = "$ java ";

    @Test
    void isWhatHappens() throws Exception {
        String page = Files.readString(PAGE);
        MatchResult block = BLOCK.matcher(page).results().findFirst().orElseThrow();
        String written = block.group(1);
        TestDatabase database = TestDatabase.postgres().withSchema().withFunctions();
        StringBuilder happened = new StringBuilder();
        try (HikariDataSource pool = database.pool(1);
                Connection connection = pool.getConnection();
                Statement session = connection.createStatement()) {
            session.execute("SET TIME ZONE 'UTC'");
            for (String line : written.lines().toList()) {
                if (line.startsWith(SQL)) {
                    happened.append(line).append('\n');
                    answer(session, line.substring(SQL.length()), happened);
                } else if (line.startsWith(JVM)) {
                    happened.append(line).append('\n');
                    happened.append(ofAJvm(database, line.substring(line.lastIndexOf(' ') + 1)));
                }
            }
        }
        if (System.getProperty("snowkey.transcript.write") != null) {
            Files.writeString(
                    PAGE,
                    page.substring(0, block.start(1))
                            + happened.toString().stripTrailing()
                            + "\n"
                            + page.substring(block.end(1)));
        } else {
            assertThat(shape(happened.toString())).isEqualTo(shape(written));
        }
    }

    /** With other keys, worker ids and times it is the same transcript. A time may be without a fraction. */
    private static String shape(String transcript) {
        return transcript
                .strip()
                .replaceAll("\\.[0-9]+", "")
                .replaceAll("[0-9]+", "0")
                .replaceAll(" +", " ")
                .replaceAll("-+", "-");
    }

    private static String ofAJvm(TestDatabase database, String rows) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InsertingJvm.class.getName(),
                        database.url(),
                        database.username(),
                        database.password(),
                        rows)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines()
                .filter(line -> line.startsWith("INSERT "))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    /** In the form of psql: the rows of a query, the command and the number of rows of anything else. */
    private static void answer(Statement session, String sql, StringBuilder happened) throws SQLException {
        if (session.execute(sql)) {
            try (ResultSet rows = session.getResultSet()) {
                table(rows, happened);
            }
        }
        if (sql.startsWith("INSERT") && sql.contains("RETURNING")) {
            happened.append("INSERT 0 1\n");
        } else if (sql.startsWith("INSERT")) {
            happened.append("INSERT 0 ").append(session.getUpdateCount()).append('\n');
        } else if (!sql.startsWith("SELECT")) {
            happened.append(sql.replaceFirst("^(BEGIN|ROLLBACK|\\w+ TABLE).*", "$1"))
                    .append('\n');
        }
    }

    private static void table(ResultSet rows, StringBuilder happened) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        List<List<String>> lines = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            names.add(rows.getMetaData().getColumnLabel(i));
            widths.add(names.get(i - 1).length());
        }
        while (rows.next()) {
            List<String> line = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                line.add(rows.getString(i));
                widths.set(i - 1, Math.max(widths.get(i - 1), line.get(i - 1).length()));
            }
            lines.add(line);
        }
        List<String> rules = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            rules.add("-".repeat(widths.get(i) + 2));
            int left = (widths.get(i) - names.get(i).length()) / 2;
            titles.add(" " + padded(" ".repeat(left) + names.get(i), widths.get(i), false) + " ");
        }
        happened.append(String.join("|", titles).stripTrailing()).append('\n');
        happened.append(String.join("+", rules)).append('\n');
        for (List<String> line : lines) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                boolean number = rows.getMetaData().getColumnType(i + 1) == Types.BIGINT;
                cells.add(" " + padded(line.get(i), widths.get(i), number) + " ");
            }
            happened.append(String.join("|", cells).stripTrailing()).append('\n');
        }
        happened.append(lines.size() == 1 ? "(1 row)\n\n" : "(" + lines.size() + " rows)\n\n");
    }

    private static String padded(String text, int width, boolean right) {
        return String.format(Locale.ROOT, "%" + (right ? "" : "-") + width + "s", text);
    }
}
