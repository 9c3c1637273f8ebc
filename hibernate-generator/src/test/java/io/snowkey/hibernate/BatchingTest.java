// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.function.Supplier;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeGenerator;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BatchingTest {

    @Test
    void insertsAreBatchedAndNoStatementIsSentForAnId() {
        // One insert statement, prepared once and executed as two batches of 50.
        assertThat(statementsFor100(Snowflaked::new)).isEqualTo(1);
    }

    @Test
    void withIdentityTheSameInsertsAreNotBatched() {
        assertThat(statementsFor100(Identified::new)).isEqualTo(100);
    }

    @Test
    void withASequenceIdsCostStatementsOfTheirOwn() {
        assertThat(statementsFor100(Sequenced::new)).isGreaterThan(1).isLessThan(100);
    }

    private static long statementsFor100(Supplier<Object> entity) {
        Unit unit = Unit.with(SnowflakeGenerator.builder().workerId(0).build());
        try (SessionFactory factory = unit.open(entity.get().getClass())) {
            factory.getStatistics().clear();
            factory.inTransaction(session -> {
                for (int i = 0; i < 100; i++) {
                    session.persist(entity.get());
                }
            });
            assertThat(factory.getStatistics().getEntityInsertCount()).isEqualTo(100);
            return factory.getStatistics().getPrepareStatementCount();
        }
    }

    @Entity
    static class Snowflaked {
        @Id
        @SnowflakeId
        long id;
    }

    @Entity
    static class Identified {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
    }

    @Entity
    static class Sequenced {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;
    }
}
