// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.hibernate.SessionFactory;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Queries that ask a key for its time, without a function in the database. */
class KeyFunctionsTest {

    private static final List<SnowflakeLayout> LAYOUTS = List.of(
            SnowflakeLayout.DEFAULT,
            SnowflakeLayout.SONYFLAKE,
            SnowflakeLayout.JAVASCRIPT,
            SnowflakeLayout.builder()
                    .timestampBits(32)
                    .workerBits(10)
                    .sequenceBits(21)
                    .tick(Duration.ofSeconds(1))
                    .build());

    @ParameterizedTest
    @EnumSource
    void agreeWithTheLayout(Database kind) {
        for (SnowflakeLayout layout : LAYOUTS) {
            SnowflakeGenerator ids = SnowflakeGenerator.builder()
                    .layout(layout)
                    .workerId(Keys.WORKER)
                    .build();
            Unit unit = Unit.with(ids).on(kind.create()).set("hibernate.jdbc.time_zone", "Pacific/Auckland");
            try (SessionFactory factory = unit.open(Thing.class)) {
                agree(factory, layout);
            }
        }
    }

    private static void agree(SessionFactory factory, SnowflakeLayout layout) {
        Thing thing = new Thing();
        factory.inTransaction(session -> session.persist(thing));
        factory.inSession(session -> {
            assertThat(session.createSelectionQuery("select snowkey_made_at(t.id) from Thing t", Instant.class)
                            .getSingleResult())
                    .isEqualTo(layout.decode(thing.id).instant());
            assertThat(session.createSelectionQuery("select snowkey_worker_of(t.id) from Thing t", Long.class)
                            .getSingleResult())
                    .isEqualTo(Keys.WORKER);
        });
        Random random = new Random(3);
        Instant made = layout.decode(thing.id).instant();
        for (int i = 0; i < 30; i++) {
            Instant instant =
                    i == 0 ? made : layout.epoch().plus(random.nextLong(1L << 50) - (1L << 45), ChronoUnit.MICROS);
            assertThat(asked(factory, "select snowkey_first_id(:time) from Thing", instant, Long.class))
                    .as("%s in %s", instant, layout)
                    .containsExactly(layout.firstId(instant));
        }
        String from = "select t.id from Thing t where t.id >= snowkey_first_id(:time)";
        assertThat(asked(factory, from, made, Long.class)).containsExactly(thing.id);
        assertThat(asked(factory, from, made.plus(1, ChronoUnit.MICROS), Long.class))
                .isEmpty();
        assertThat(asked(factory, from, made.plus(layout.tick()), Long.class)).isEmpty();
    }

    private static <T> List<T> asked(SessionFactory factory, String hql, Instant time, Class<T> type) {
        return factory.fromSession(session -> session.createSelectionQuery(hql, type)
                .setParameter("time", time)
                .getResultList());
    }

    @Test
    void inCriteria() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(Thing.class)) {
            Thing thing = new Thing();
            factory.inTransaction(session -> session.persist(thing));
            for (int seconds : List.of(-10, 10)) {
                Instant from =
                        SnowflakeLayout.DEFAULT.decode(thing.id).instant().plusSeconds(seconds);
                List<Thing> found = factory.fromSession(session -> {
                    HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
                    var query = builder.createQuery(Thing.class);
                    var root = query.from(Thing.class);
                    query.where(builder.greaterThanOrEqualTo(
                            root.<Long>get("id"),
                            builder.function("snowkey_first_id", Long.class, builder.literal(from))));
                    return session.createSelectionQuery(query).getResultList();
                });
                assertThat(found).hasSize(seconds < 0 ? 1 : 0);
            }
        }
    }

    /** An application that hands its generator over late is asked when a query runs, and not when the unit is built. */
    @Test
    void theLayoutOfAGeneratorThatComesLate() {
        AtomicInteger asked = new AtomicInteger();
        Supplier<SnowflakeGenerator> late = () -> {
            asked.incrementAndGet();
            return SnowflakeGenerator.builder()
                    .layout(SnowflakeLayout.TWITTER)
                    .workerId(Keys.WORKER)
                    .build();
        };
        try (SessionFactory factory =
                new Unit().set(SnowkeySettings.GENERATOR, late).open(Thing.class)) {
            assertThat(asked).hasValue(0);
            factory.inTransaction(session -> session.persist(new Thing()));
            Instant time = Instant.parse("2026-01-01T00:00:00Z");
            assertThat(asked(factory, "select snowkey_first_id(:time) from Thing", time, Long.class))
                    .containsExactly(SnowflakeLayout.TWITTER.firstId(time));
        }
    }

    @Entity(name = "Thing")
    static class Thing {
        @Id
        @SnowflakeId
        Long id;
    }
}
