// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.snowkey.SnowflakeLayout;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.query.sqm.function.FunctionKind;
import org.hibernate.query.sqm.function.PatternBasedSqmFunctionDescriptor;
import org.hibernate.query.sqm.produce.function.StandardArgumentsValidators;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.query.sqm.produce.function.internal.PatternRenderer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.type.StandardBasicTypes;
import org.jspecify.annotations.Nullable;

/**
 * The functions of HQL and Criteria that read a key. They become arithmetic with the layout of the unit. So the
 * database needs no functions, and a condition on a key uses its index.
 */
final class KeyFunctions {

    /** The SQL of one kind of database. The argument is {@code ?1}. */
    private enum Sql {
        POSTGRESQL(
                "cast(ceil(extract(epoch from cast(?1 as timestamp with time zone)) * 1000000) as bigint)",
                "/",
                "(timestamp with time zone 'epoch' + (%s) * interval '1 millisecond')"),
        H2(
                "cast(ceil(extract(epoch from cast(?1 as timestamp(9) with time zone)) * 1000000) as bigint)",
                "/",
                "dateadd(millisecond, %s, timestamp with time zone '1970-01-01 00:00:00+00:00')"),
        MARIADB(
                "timestampdiff(microsecond, '1970-01-01 00:00:00', ?1)",
                "div",
                "timestampadd(microsecond, (%s) * 1000, timestamp '1970-01-01 00:00:00')");

        private final String micros;
        private final String div;
        private final String time;

        Sql(String micros, String div, String time) {
            this.micros = micros;
            this.div = div;
            this.time = time;
        }

        static Optional<Sql> of(Dialect dialect) {
            if (dialect instanceof PostgreSQLDialect) {
                return Optional.of(POSTGRESQL);
            }
            if (dialect instanceof H2Dialect) {
                return Optional.of(H2);
            }
            return dialect instanceof MySQLDialect ? Optional.of(MARIADB) : Optional.empty();
        }

        /** As {@link SnowflakeLayout#firstId}. Before the epoch the division rounds to 0 or below. */
        String firstId(SnowflakeLayout layout) {
            long tickMicros = layout.tick().toMillis() * 1000;
            long offset = tickMicros - 1 - layout.epoch().toEpochMilli() * 1000;
            String tick = "((" + micros + " + (" + offset + ")) " + div + " " + tickMicros + ")";
            String last = Long.toString(-1L >>> (Long.SIZE - layout.timestampBits()));
            return "(case when " + tick + " > " + last + " then " + Long.MAX_VALUE + " when " + tick
                    + " < 0 then 0 else " + tick + " * " + unit(layout) + " end)";
        }

        String madeAt(SnowflakeLayout layout) {
            return time.formatted("(?1 " + div + " " + unit(layout) + ") * "
                    + layout.tick().toMillis() + " + (" + layout.epoch().toEpochMilli() + ")");
        }

        String workerOf(SnowflakeLayout layout) {
            String shifted = layout.order() == SnowflakeLayout.Order.WORKER_SEQUENCE
                    ? "(?1 " + div + " " + (layout.maxSequence() + 1) + ")"
                    : "?1";
            return "mod(" + shifted + ", " + (layout.maxWorkerId() + 1) + ")";
        }

        private static long unit(SnowflakeLayout layout) {
            return 1L << (layout.workerBits() + layout.sequenceBits());
        }
    }

    private interface Reading {
        String in(SnowflakeLayout layout);
    }

    /**
     * Asks for the layout when a query is translated. It asks the factory that runs the query. An application may hand
     * the layout over late, and a framework that builds mappings ahead of time has other settings by then.
     */
    private static final class Late extends PatternRenderer {

        private final Reading reading;

        Late(Reading reading) {
            super("?1");
            this.reading = reading;
        }

        @Override
        public void render(
                SqlAppender sql,
                List<? extends SqlAstNode> arguments,
                @Nullable Predicate filter,
                SqlAstTranslator<?> translator) {
            SnowflakeLayout layout = UnitIds.of(translator.getSessionFactory()).layout();
            new PatternRenderer(reading.in(layout)).render(sql, arguments, filter, translator);
        }
    }

    private KeyFunctions() {}

    static void contribute(FunctionContributions functions) {
        Sql.of(functions.getDialect()).ifPresent(sql -> {
            register(functions, "snowkey_first_id", "Instant time", Long.class, new Late(sql::firstId));
            register(functions, "snowkey_made_at", "Long id", Instant.class, new Late(sql::madeAt));
            register(functions, "snowkey_worker_of", "Long id", Long.class, new Late(sql::workerOf));
        });
    }

    private static void register(
            FunctionContributions functions, String name, String arguments, Class<?> result, PatternRenderer renderer) {
        var types = functions.getTypeConfiguration().getBasicTypeRegistry();
        functions
                .getFunctionRegistry()
                .register(
                        name,
                        new PatternBasedSqmFunctionDescriptor(
                                renderer,
                                StandardArgumentsValidators.exactly(1),
                                StandardFunctionReturnTypeResolvers.invariant(
                                        result == Long.class
                                                ? types.resolve(StandardBasicTypes.LONG)
                                                : types.resolve(StandardBasicTypes.INSTANT)),
                                null,
                                name,
                                FunctionKind.NORMAL,
                                "(" + arguments + ")"));
    }
}
