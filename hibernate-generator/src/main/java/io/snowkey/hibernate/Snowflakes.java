// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import org.jspecify.annotations.Nullable;

/**
 * The 64-bit ids of a persistence unit.
 *
 * @param own whether the unit created the generator, and therefore closes it
 */
record Snowflakes(LazyGenerator<SnowflakeGenerator> generator, boolean own) implements IdSource<Long> {

    /**
     * @throws IllegalArgumentException if the settings name no generator, or cannot be read, or are out of range
     */
    static Snowflakes of(UnitSettings settings, UnitLease lease) {
        Object given = settings.value(SnowkeySettings.GENERATOR);
        if (given != null) {
            return new Snowflakes(
                    LazyGenerator.given(SnowkeySettings.GENERATOR, SnowflakeGenerator.class, given), false);
        }
        // Hibernate's settings contain the system properties. One of them may be meant for another part of the process.
        // It must not replace a generator that was handed over on purpose. So the generator is looked for first, and
        // both together are no error.
        if (settings.value(SnowkeySettings.WORKER_ID) == null) {
            throw new IllegalArgumentException("the persistence unit has no setting '" + SnowkeySettings.GENERATOR
                    + "'. Put a SnowflakeGenerator there, or a Supplier of one; or set '" + SnowkeySettings.WORKER_ID
                    + "' to a worker id that no other process has, or to 'leased' to lease one from the registry in the"
                    + " database of the unit."
                    + SpringAdvice.in(lease.services()));
        }
        SnowflakeGenerator.Builder builder = SnowflakeGenerator.builder();
        settings.clock(builder::clockTolerance, builder::clockPolicy, builder::burst);
        settings.sequenceStart(builder::sequenceStart);
        if (settings.value(SnowkeySettings.WORKER_FILE) != null) {
            return new Snowflakes(WorkerFileSettings.guarded(settings, builder), true);
        }
        WorkerFileSettings.refuseOrphans(settings);
        if (settings.isLeased()) {
            builder.lease(lease.of(settings.layout()));
        } else {
            builder.layout(settings.layout());
            settings.read(
                    SnowkeySettings.WORKER_ID,
                    "a whole number, or 'leased' to lease one from the registry",
                    Long::valueOf,
                    builder::workerId);
        }
        return new Snowflakes(LazyGenerator.of(UnitSettings.valid("generator", builder::build)), true);
    }

    @Override
    public Long next() {
        return generator.get().nextId();
    }

    @Override
    public @Nullable SnowflakeLayout layout() {
        SnowflakeGenerator known = generator.known();
        return known != null ? known.layout() : null;
    }

    @Override
    public void close() {
        SnowflakeGenerator known = generator.known();
        if (own && known != null) {
            known.close();
        }
    }
}
