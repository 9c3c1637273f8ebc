// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.snowkey.registry.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * All kinds of keys under the same settings. They take turns of one transaction each, shuffled for each round: what
 * disturbs one disturbs its neighbours alike, and ratios are between neighbours in time.
 */
final class InsertRace {

    /**
     * What came out for one kind of key.
     *
     * @param rowsPerSecond of each round
     * @param ratios to assigned ids, of each round
     * @param roundTrips of a transaction, on the wire; not a number without a network
     */
    record Result(KeySource key, List<Double> rowsPerSecond, List<Double> ratios, double roundTrips) {}

    private final DatabaseServer server;
    private final InsertSettings settings;
    private final RunLength runLength;

    InsertRace(DatabaseServer server, InsertSettings settings, RunLength runLength) {
        this.server = server;
        this.settings = settings;
        this.runLength = runLength;
    }

    /** In the order of the keys. */
    List<Result> run() throws IOException {
        TestDatabase database = server.newDatabase();
        String options = server.options(settings.rewrite());
        if (settings.hasNetwork()) {
            try (DelayedNetwork network = DatabaseServer.network(database, settings.roundTrip())) {
                return run(DatabaseServer.through(database, network.port(), options), network);
            }
        }
        return run(DatabaseServer.through(database, DatabaseServer.port(database), options), null);
    }

    private List<Result> run(TestDatabase database, @Nullable DelayedNetwork network) throws IOException {
        List<Inserter> inserters = new ArrayList<>();
        try {
            for (KeySource key : KeySource.values()) {
                inserters.add(new Inserter(key, database, settings.batch()));
            }
            inserters.forEach(inserter -> inserter.warmUp(runLength.warmUpMillis()));
            List<Inserter> order = new ArrayList<>(inserters);
            Random shuffler = new Random(1);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(runLength.raceMillis());
            for (int round = 0; System.nanoTime() - end < 0; round++) {
                Collections.shuffle(order, shuffler);
                for (Inserter inserter : order) {
                    inserter.turn(round);
                }
            }
            List<Double> floor = inserters.get(0).rates();
            return inserters.stream()
                    .map(inserter -> result(inserter, floor, network))
                    .toList();
        } finally {
            inserters.forEach(Inserter::close);
        }
    }

    private static Result result(Inserter inserter, List<Double> floor, @Nullable DelayedNetwork network) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < floor.size(); round++) {
            ratios.add(inserter.rates().get(round) / floor.get(round));
        }
        return new Result(inserter.key(), inserter.rates(), ratios, roundTrips(inserter, network));
    }

    /** Of a usual transaction: every tenth or so has one more, because the driver was held up while it sent. */
    private static double roundTrips(Inserter inserter, @Nullable DelayedNetwork network) {
        if (network == null) {
            return Double.NaN;
        }
        List<Double> each = new ArrayList<>();
        inserter.transaction();
        for (int i = 0; i < 9; i++) {
            long before = network.roundTrips();
            inserter.transaction();
            each.add((double) (network.roundTrips() - before));
        }
        return Quartiles.of(each).median();
    }
}
