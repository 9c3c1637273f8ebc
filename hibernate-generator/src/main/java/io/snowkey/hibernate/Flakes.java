// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.nio.file.Path;

import io.snowkey.Flake;
import io.snowkey.FlakeGenerator;
import io.snowkey.SnowflakeGenerator;

/**
 * The 128-bit ids of a persistence unit.
 *
 * @param own whether the unit created the generator, and therefore closes it
 */
record Flakes(LazyGenerator<FlakeGenerator> generator, boolean own) implements IdSource<Flake> {

    /**
     * @throws IllegalArgumentException if the settings name no generator, or cannot be read, or are out of range
     */
    static Flakes of(UnitSettings settings, UnitLease lease) {
        Object given = settings.value(SnowkeySettings.FLAKE_GENERATOR);
        if (given != null) {
            return new Flakes(LazyGenerator.given(SnowkeySettings.FLAKE_GENERATOR, FlakeGenerator.class, given), false);
        }
        FlakeGenerator.Builder builder = FlakeGenerator.builder();
        settings.clock(builder::clockTolerance, builder::clockPolicy, builder::burst);
        if (settings.value(SnowkeySettings.FLAKE_WORKER) != null
                || settings.value(SnowkeySettings.FLAKE_NETWORK_INTERFACE) != null) {
            return new Flakes(ofMachine(settings, builder), true);
        }
        if (settings.isLeased()) {
            builder.lease(lease.of(settings.layout()));
            return new Flakes(LazyGenerator.of(UnitSettings.valid("generator", builder::build)), true);
        }
        throw new IllegalArgumentException("the persistence unit has no setting '" + SnowkeySettings.FLAKE_GENERATOR
                + "'. Put a FlakeGenerator there, or a Supplier of one; or set '" + SnowkeySettings.WORKER_ID
                + "' to 'leased' to lease a worker id from the registry in the database of the unit; or set '"
                + SnowkeySettings.FLAKE_NETWORK_INTERFACE + "' or '" + SnowkeySettings.FLAKE_WORKER + "', and '"
                + SnowkeySettings.FLAKE_FILE + "'.");
    }

    /**
     * Opens the file with the first id only. A tool that only reads the mappings must not lock out the process that
     * uses the file.
     */
    private static LazyGenerator<FlakeGenerator> ofMachine(UnitSettings settings, FlakeGenerator.Builder builder) {
        if (settings.value(SnowkeySettings.FLAKE_FILE) == null) {
            throw new IllegalArgumentException("the persistence unit has no setting '" + SnowkeySettings.FLAKE_FILE
                    + "', which goes with '" + SnowkeySettings.FLAKE_WORKER + "' and '"
                    + SnowkeySettings.FLAKE_NETWORK_INTERFACE
                    + "': two processes with one worker, or a restart after the clock was set back, would repeat ids."
                    + " Name a file on a local disk, one for all processes that have this worker.");
        }
        settings.read(SnowkeySettings.FLAKE_FILE, "the path of a file", Path::of, builder::file);
        UnitSettings.valid("generator", () -> {
            settings.read(SnowkeySettings.FLAKE_WORKER, "a whole number", Long::decode, builder::worker);
            settings.read(
                    SnowkeySettings.FLAKE_NETWORK_INTERFACE,
                    "the name of a network interface",
                    name -> name,
                    builder::networkInterface);
            return tried(settings);
        });
        return LazyGenerator.by(builder::build);
    }

    /** Checks the settings of the clock now, and not with the first id. */
    private static SnowflakeGenerator tried(UnitSettings settings) {
        SnowflakeGenerator.Builder trial = SnowflakeGenerator.builder().workerId(0);
        settings.clock(trial::clockTolerance, trial::clockPolicy, trial::burst);
        return trial.build();
    }

    @Override
    public Flake next() {
        return generator.get().nextId();
    }

    @Override
    public void close() {
        FlakeGenerator known = generator.known();
        if (own && known != null) {
            known.close();
        }
    }
}
