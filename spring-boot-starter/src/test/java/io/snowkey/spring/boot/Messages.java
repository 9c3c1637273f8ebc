// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts in the sources that users may meet in messages. A message is put together from constants and values. So a
 * text is what stands between two values, without the punctuation at its ends.
 *
 * @param needed those of four words or more
 * @param known all of them
 */
record Messages(Set<String> needed, Set<String> known) {

    private static final int WORDS = 4;

    /** Comments, blocks of text, texts and characters: whichever begins first. */
    private static final Pattern TOKEN = Pattern.compile(
            "/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|" + "(?<text>\"(?:[^\"\\\\\n]|\\\\.)*\")|'(?:[^'\\\\\n]|\\\\.)+'",
            Pattern.DOTALL);

    private static final Pattern PUT_TOGETHER = Pattern.compile("(?<![\"\\\\])\"\\s*\\+\\s*\"(?!\")");
    private static final Pattern LOGGED = Pattern.compile("\\.(info|debug|trace|warn|error)\\(");
    private static final Pattern VALUE = Pattern.compile("\\{}|%[,\\d]*[sdX]|…");
    private static final Pattern ENDS = Pattern.compile("^[^\\w@]+|\\W+$");

    /** Patterns, SQL, and the beginning of a file. */
    private static final Pattern NO_MESSAGE = Pattern.compile(
            "\\\\\\\\|^(SELECT|INSERT INTO|DELETE FROM) |\\b(FROM|WHERE|START WITH)\\b|^snowkey worker file 1");

    /** Dialects and functions of SQL, names of meters and conditions, and what to do about the message of another. */
    private static final Set<String> NO_MESSAGES = Set.of(
            "H2",
            "Hsqldb",
            "MariaDb",
            "MySql",
            "PostgreSql",
            "Sqlite",
            "RegistryStatement",
            "KeyFunctions",
            "FunctionsInstaller",
            "LeaseMeters",
            "SnowkeyMeters",
            "OnRegistryDataSource",
            "RegistryFailureAnalyzer",
            "SchemaFailureAnalyzer",
            "WorkerFileFailureAnalyzer",
            "MappingFailureAnalyzer");

    /** What SQL says when it refuses something. The functions are texts themselves, so their quotes are doubled. */
    private static final Pattern SIGNALLED =
            Pattern.compile("(?:RAISE (?:EXCEPTION|WARNING)|message =|MESSAGE_TEXT =|concat\\().*?;", Pattern.DOTALL);

    private static final Pattern SQL_TEXT = Pattern.compile("''([^']+)''");
    private static final Pattern NO_SQL_MESSAGE = Pattern.compile("^(SET STATEMENT|CREATE|DROP) |BIGINT");

    static Messages ofTheSources(Path root) throws IOException {
        Messages messages = new Messages(new TreeSet<>(), new TreeSet<>());
        for (String module : List.of("core", "db-worker-registry", "hibernate-generator", "spring-boot-starter")) {
            for (Path file : PageSnippetsTest.files(
                    root.resolve(module).resolve("src/main/java"), name -> name.endsWith(".java"))) {
                if (!NO_MESSAGES.contains(file.getFileName().toString().replace(".java", ""))) {
                    messages.addJava(Files.readString(file));
                }
            }
        }
        Path scripts = root.resolve("db-worker-registry/src/main/resources/io/snowkey/registry/functions");
        for (Path file : PageSnippetsTest.files(scripts, name -> name.endsWith(".sql"))) {
            messages.addSql(Files.readString(file));
        }
        return messages;
    }

    void addJava(String source) {
        String code = TOKEN.matcher(source)
                .replaceAll(found -> found.group().startsWith("/") ? "" : Matcher.quoteReplacement(found.group()));
        String together = PUT_TOGETHER.matcher(code).replaceAll("");
        Matcher token = TOKEN.matcher(together);
        while (token.find()) {
            String text = token.group("text");
            if (text != null && !NO_MESSAGE.matcher(text.substring(1)).find()) {
                add(
                        text.substring(1, text.length() - 1).replace("\\n", " ").replace("\\\"", "\""),
                        isQuiet(together.substring(0, token.start())));
            }
        }
    }

    /** Whether a text goes into a line of the log that asks for nothing. */
    private static boolean isQuiet(String before) {
        String statement = before.substring(before.lastIndexOf(';') + 1);
        return LOGGED.matcher(statement)
                .results()
                .reduce((first, second) -> second)
                .filter(level ->
                        !level.group(1).equals("warn") && !level.group(1).equals("error"))
                .isPresent();
    }

    void addSql(String script) {
        SIGNALLED
                .matcher(script.replaceAll("--.*", ""))
                .results()
                .flatMap(statement -> SQL_TEXT.matcher(statement.group()).results())
                .map((MatchResult text) -> text.group(1))
                .filter(text -> !NO_SQL_MESSAGE.matcher(text).find())
                .forEach(text -> add(text.replace("%", "{}"), false));
    }

    private void add(String text, boolean quiet) {
        for (String part : parts(text)) {
            known.add(part);
            if (!quiet && part.split(" ", -1).length >= WORDS) {
                needed.add(part);
            }
        }
    }

    /** What of a message is a text, and not a value. */
    static List<String> parts(String message) {
        return VALUE.splitAsStream(message)
                .map(part -> ENDS.matcher(part.replaceAll("\\s+", " ")).replaceAll(""))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
