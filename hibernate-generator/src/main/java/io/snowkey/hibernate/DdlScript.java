// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The tables and views that a script of the registry creates. The script stays the only source; a statement that is not
 * understood here is refused.
 */
record DdlScript(List<TableDdl> tables, List<ViewDdl> views) {

    private static final Pattern TABLE = Pattern.compile(
            "CREATE TABLE IF NOT EXISTS (\\S+) \\((.*)\\)(?: ENGINE = InnoDB CHARACTER SET (\\w+) COLLATE (\\w+))?");
    private static final Pattern VIEW =
            Pattern.compile("CREATE(?: SQL SECURITY INVOKER)? VIEW(?: IF NOT EXISTS)? (\\S+) AS (.*)");
    /** How a database without {@code IF NOT EXISTS} for views says so: the view is a text in another statement. */
    private static final Pattern VIEW_IF_MISSING = Pattern.compile("DO ' BEGIN IF to_regclass\\(''\\S+''\\) IS NULL"
            + " THEN (CREATE VIEW .*); END IF; END'|SET @ddl = if\\(.*, 'DO 0', '(CREATE .* VIEW .*)'\\)");

    private static final Pattern DOING_IT = Pattern.compile("(?:DEALLOCATE )?PREPARE ddl(?: FROM @ddl)?|EXECUTE ddl");
    /** A semicolon that is not within a text. */
    private static final Pattern BETWEEN_STATEMENTS = Pattern.compile(";(?=(?:[^']*'[^']*')*[^']*$)");

    private static final Pattern BETWEEN_ITEMS = Pattern.compile(", (?![^(]*\\))");
    private static final Pattern PRIMARY_KEY = Pattern.compile("PRIMARY KEY \\((.*)\\)");
    private static final Pattern FOREIGN_KEY = Pattern.compile("FOREIGN KEY \\(.*\\) REFERENCES (\\S+) \\(.*\\)");
    private static final Pattern COLUMN = Pattern.compile(
            "(\\w+) (BIGINT|INTEGER|VARCHAR\\((\\d+)\\))( NOT NULL)?( PRIMARY KEY)?( REFERENCES (\\S+) \\(\\w+\\))?");

    /**
     * @param name with its schema, if the script has one
     * @param textOptions what comes after the type of columns with text, or nothing
     */
    record TableDdl(
            String name,
            String textOptions,
            List<ColumnDdl> columns,
            List<String> primaryKey,
            List<ForeignKeyDdl> foreignKeys) {}

    /**
     * @param length of a text, or {@code null}
     */
    record ColumnDdl(String name, Class<?> javaType, @Nullable Integer length, boolean nullable) {}

    /**
     * @param table the one that is referred to
     */
    record ForeignKeyDdl(String clause, String table) {}

    /** A view. */
    record ViewDdl(String name, String query) {}

    /**
     * @throws IllegalArgumentException if there is a statement in it that is not understood
     */
    static DdlScript parse(String script) {
        DdlScript result = new DdlScript(new ArrayList<>(), new ArrayList<>());
        String statements = script.replaceAll("(?m)--.*$", "").replaceAll("\\s+", " ");
        for (String each : BETWEEN_STATEMENTS.split(statements, -1)) {
            String statement = created(each.strip());
            Matcher table = TABLE.matcher(statement);
            Matcher view = VIEW.matcher(statement);
            if (table.matches()) {
                result.tables.add(table(table));
            } else if (view.matches()) {
                result.views.add(new ViewDdl(view.group(1), view.group(2)));
            } else if (!statement.isEmpty() && !DOING_IT.matcher(statement).matches()) {
                throw notUnderstood(statement);
            }
        }
        return result;
    }

    /** What a statement creates that looks first whether it is there. */
    private static String created(String statement) {
        Matcher form = VIEW_IF_MISSING.matcher(statement);
        if (!form.matches()) {
            return statement;
        }
        String text = form.group(1) != null ? form.group(1) : form.group(2);
        return text.replace("''", "'");
    }

    private static TableDdl table(Matcher ddl) {
        String textOptions = ddl.group(3) == null ? "" : " character set " + ddl.group(3) + " collate " + ddl.group(4);
        TableDdl table =
                new TableDdl(ddl.group(1), textOptions, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String each : BETWEEN_ITEMS.split(ddl.group(2), -1)) {
            String item = each.strip();
            Matcher primaryKey = PRIMARY_KEY.matcher(item);
            Matcher foreignKey = FOREIGN_KEY.matcher(item);
            Matcher column = COLUMN.matcher(item);
            if (primaryKey.matches()) {
                table.primaryKey.addAll(names(primaryKey.group(1)));
            } else if (foreignKey.matches()) {
                table.foreignKeys.add(new ForeignKeyDdl(item, foreignKey.group(1)));
            } else if (column.matches()) {
                add(column, table);
            } else {
                throw notUnderstood(item);
            }
        }
        return table;
    }

    private static void add(Matcher column, TableDdl table) {
        String name = column.group(1);
        Integer length = column.group(3) != null ? Integer.valueOf(column.group(3)) : null;
        Class<?> javaType =
                switch (column.group(2)) {
                    case "BIGINT" -> Long.class;
                    case "INTEGER" -> Integer.class;
                    default -> String.class;
                };
        table.columns.add(new ColumnDdl(name, javaType, length, column.group(4) == null));
        if (column.group(5) != null) {
            table.primaryKey.add(name);
        }
        if (column.group(6) != null) {
            String clause = "FOREIGN KEY (" + name + ")" + column.group(6);
            table.foreignKeys.add(new ForeignKeyDdl(clause, column.group(7)));
        }
    }

    private static List<String> names(String list) {
        return List.of(list.split(", ", -1));
    }

    private static IllegalArgumentException notUnderstood(String what) {
        return new IllegalArgumentException("the schema of the registry has something in it that this version of"
                + " snowkey-hibernate-generator does not know: " + what);
    }
}
