// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A statement whose parameters have {@code :names}. So a dialect may use them in any order, and as often as its SQL
 * needs.
 *
 * @param sql the statement with question marks
 * @param names the name of the parameter behind each question mark
 */
record NamedSql(String sql, List<String> names) {

    private static final Pattern NAME = Pattern.compile(":([a-z][A-Za-z]*)");

    static NamedSql of(String text) {
        return of(text, name -> "?");
    }

    /**
     * Replaces the names of a statement.
     *
     * @param marks how the parameter of a name is written, with one question mark
     */
    static NamedSql of(String text, UnaryOperator<String> marks) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(text);
        StringBuilder sql = new StringBuilder();
        while (matcher.find()) {
            names.add(matcher.group(1));
            matcher.appendReplacement(sql, Matcher.quoteReplacement(marks.apply(matcher.group(1))));
        }
        return new NamedSql(matcher.appendTail(sql).toString(), List.copyOf(names));
    }

    void bind(PreparedStatement statement, Map<String, ? extends @Nullable Object> values) throws SQLException {
        int index = 0;
        for (String name : names) {
            Object value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no value for :" + name + " in " + sql);
            }
            statement.setObject(++index, value);
        }
    }
}
