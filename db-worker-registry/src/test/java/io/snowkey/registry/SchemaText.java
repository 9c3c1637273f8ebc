// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script that makes tables and the view. Every change fails if there is nothing to change. */
record SchemaText(String sql) {

    private static final String VIEW = "CREATE VIEW";
    private static final Pattern INSTANT = Pattern.compile("DATEADD\\(MILLISECOND, w\\.(\\w+), TIMESTAMP[^)]*\\)");
    private static final Pattern CLOCK = Pattern.compile("CROSS JOIN \\((.*)\\) c;");

    SchemaText replace(String text, String instead) {
        if (!sql.contains(text)) {
            throw new IllegalArgumentException("there is no '" + text + "'");
        }
        return new SchemaText(sql.replace(text, instead));
    }

    /** Changes the statement that creates the view, which is the last one. */
    SchemaText view(UnaryOperator<String> change) {
        int at = sql.indexOf(VIEW);
        return new SchemaText(sql.substring(0, at) + change.apply(sql.substring(at)));
    }

    /** How a column of milliseconds is shown as a time; {@code %s} is the column. */
    SchemaText instant(String format) {
        return new SchemaText(replaceAll(INSTANT, found -> format.formatted(found.group(1))));
    }

    /** The query that reads the clock of the database. */
    SchemaText clock(String query) {
        return new SchemaText(replaceAll(CLOCK, found -> "CROSS JOIN (" + query + ") c;"));
    }

    private String replaceAll(Pattern pattern, Function<MatchResult, String> by) {
        if (!pattern.matcher(sql).find()) {
            throw new IllegalArgumentException("there is no '" + pattern + "'");
        }
        return pattern.matcher(sql).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
