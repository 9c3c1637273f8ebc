// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowkeySettings;
import io.snowkey.registry.TestDatabase;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;

/** Inserts rows with one kind of key, by Hibernate, as an application does. */
final class Inserter implements AutoCloseable {

    private final KeySource key;
    private final SnowflakeGenerator ids =
            SnowflakeGenerator.builder().workerId(1).build();
    private final HikariDataSource pool;
    private final SessionFactory factory;
    private final List<Double> rates = new ArrayList<>();
    private long rows;

    Inserter(KeySource key, TestDatabase database, int batch) {
        this.key = key;
        this.pool = database.pool(2, config -> config.setAutoCommit(false)); // TABLE takes a second connection
        Configuration configuration = new Configuration().addAnnotatedClass(key.entity());
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        configuration.getProperties().put(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true);
        configuration.getProperties().put(AvailableSettings.STATEMENT_BATCH_SIZE, batch);
        configuration.getProperties().put(AvailableSettings.HBM2DDL_AUTO, "create");
        configuration.getProperties().put(SnowkeySettings.GENERATOR, ids);
        this.factory = configuration.buildSessionFactory();
    }

    void warmUp(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() - end < 0) {
            transaction();
        }
    }

    /** A transaction, if this kind of key takes part in the round. */
    void turn(int round) {
        if (round % key.rounds() > 0) {
            rates.add(Double.NaN);
            return;
        }
        long started = System.nanoTime();
        transaction();
        rates.add(InsertSettings.ROWS * 1e9 / (System.nanoTime() - started));
    }

    /** Rows per second of each turn; not a number of those that it was left out of. */
    List<Double> rates() {
        return rates;
    }

    KeySource key() {
        return key;
    }

    /** Of {@link InsertSettings#ROWS} rows. */
    void transaction() {
        factory.inTransaction(session -> {
            for (int i = 0; i < InsertSettings.ROWS; i++) {
                session.persist(key.row(++rows));
            }
        });
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
        ids.close();
    }
}
