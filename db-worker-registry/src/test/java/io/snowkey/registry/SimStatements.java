// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells which of a dialect's statements a piece of SQL is, and which of its parameters is which. */
final class SimStatements {

    enum Kind {
        READ,
        CREATE,
        TAKE,
        RENEW,
        RELEASE,
        REINSTALL,
        REPAIR,
        UNRECORDED,
        OTHER
    }

    private record Known(Kind kind, List<String> names) {}

    /** A statement on its way to the database, with its parameters. */
    record Call(Kind kind, String sql, List<Object> parameters, List<String> names) {

        /** The value of a number that goes by this name in the dialect. */
        long number(String name) {
            return ((Number) parameters.get(names.indexOf(name))).longValue();
        }

        /** The generation that the row has to have: none, before there is a row. */
        long generation() {
            return kind == Kind.CREATE ? 0 : number("generation");
        }

        /** The value of a text that goes by this name in the dialect. */
        String text(String name) {
            return (String) parameters.get(names.indexOf(name));
        }

        /** Whether it is harmless to run it twice: what a proxy or a driver may do. */
        boolean mayBeReplayed() {
            return writesRow() && !acquires();
        }

        /** What stands under a name, or null. */
        Object value(String name) {
            int place = names.indexOf(name);
            return place < 0 ? null : parameters.get(place);
        }

        /** The same statement with another value under this name. */
        Call with(String name, Object value) {
            List<Object> changed = new ArrayList<>(parameters);
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equals(name)) {
                    changed.set(i, value);
                }
            }
            return new Call(kind, sql, changed, names);
        }

        boolean writes() {
            return kind != Kind.READ;
        }

        boolean writesRow() {
            return kind != Kind.READ && kind != Kind.OTHER;
        }

        boolean acquires() {
            return kind == Kind.CREATE || kind == Kind.TAKE;
        }

        @Override
        public String toString() {
            return !writesRow()
                    ? kind.name()
                    : kind + " of worker " + number("worker")
                            + (names.contains("until") ? " until " + number("until") : "");
        }
    }

    private final Map<String, Known> known = new HashMap<>();
    private final Map<RegistryStatement, String> sqls = new EnumMap<>(RegistryStatement.class);

    SimStatements(Dialect dialect) {
        WorkerTable.statements(dialect, "snowkey_", 100).forEach((which, sql) -> {
            known.put(sql.sql(), new Known(kind(which), sql.names()));
            sqls.put(which, sql.sql());
        });
    }

    private static Kind kind(RegistryStatement statement) {
        return switch (statement) {
            case LAYOUT, CANDIDATES, OCCUPANCY, SUCCESSOR -> Kind.READ;
            case TAKE_NEW -> Kind.CREATE;
            case TAKE -> Kind.TAKE;
            case RENEW -> Kind.RENEW;
            case RELEASE -> Kind.RELEASE;
            case REINSTALL, REINSTALL_MISSING -> Kind.REINSTALL;
            case REPAIR, REPAIR_MISSING -> Kind.REPAIR;
            case UNRECORDED -> Kind.UNRECORDED;
            default -> Kind.OTHER;
        };
    }

    /** A statement that is known by its name. */
    Call call(RegistryStatement which, Map<String, Object> values) {
        return new Call(kind(which), sqls.get(which), List.copyOf(values.values()), List.copyOf(values.keySet()));
    }

    Call call(String sql, List<Object> parameters) {
        Known statement = known.getOrDefault(sql, new Known(Kind.OTHER, List.of()));
        return new Call(statement.kind(), sql, parameters, statement.names());
    }
}
