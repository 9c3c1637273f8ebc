// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells which of a dialect's statements a piece of SQL is, and which of its parameters is which. */
final class SimStatements {

    enum Operation {
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

    private record Known(Operation operation, List<String> names) {}

    /** A statement on its way to the database, with its parameters. */
    record Call(Operation operation, String sql, List<Object> parameters, List<String> names) {

        /** The value of a number that goes by this name in the dialect. */
        long number(String name) {
            return ((Number) parameters.get(names.indexOf(name))).longValue();
        }

        /** The generation that the row has to have: none, before there is a row. */
        long generation() {
            return operation == Operation.CREATE ? 0 : number("generation");
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
            return new Call(operation, sql, changed, names);
        }

        boolean writes() {
            return operation != Operation.READ;
        }

        boolean writesRow() {
            return operation != Operation.READ && operation != Operation.OTHER;
        }

        boolean acquires() {
            return operation == Operation.CREATE || operation == Operation.TAKE;
        }

        @Override
        public String toString() {
            return !writesRow()
                    ? operation.name()
                    : operation + " of worker " + number("worker")
                            + (names.contains("until") ? " until " + number("until") : "");
        }
    }

    private final Map<String, Known> known = new HashMap<>();
    private final Map<RegistryStatement, String> sqls = new EnumMap<>(RegistryStatement.class);

    SimStatements(Dialect dialect) {
        WorkerTable.statements(dialect, "snowkey_", 100).forEach((which, sql) -> {
            known.put(sql.sql(), new Known(operation(which), sql.names()));
            sqls.put(which, sql.sql());
        });
    }

    private static Operation operation(RegistryStatement statement) {
        return switch (statement) {
            case LAYOUT, CANDIDATES, OCCUPANCY, SUCCESSOR -> Operation.READ;
            case TAKE_NEW -> Operation.CREATE;
            case TAKE -> Operation.TAKE;
            case RENEW -> Operation.RENEW;
            case RELEASE -> Operation.RELEASE;
            case REINSTALL, REINSTALL_MISSING -> Operation.REINSTALL;
            case REPAIR, REPAIR_MISSING -> Operation.REPAIR;
            case UNRECORDED -> Operation.UNRECORDED;
            default -> Operation.OTHER;
        };
    }

    /** A statement that is known by its name. */
    Call call(RegistryStatement which, Map<String, Object> values) {
        return new Call(operation(which), sqls.get(which), List.copyOf(values.values()), List.copyOf(values.keySet()));
    }

    Call call(String sql, List<Object> parameters) {
        Known statement = known.getOrDefault(sql, new Known(Operation.OTHER, List.of()));
        return new Call(statement.operation(), sql, parameters, statement.names());
    }
}
