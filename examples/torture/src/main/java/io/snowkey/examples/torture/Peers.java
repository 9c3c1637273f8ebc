// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;

import cn.hutool.core.util.IdUtil;
import com.github.f4b6a3.uuid.UuidCreator;
import com.github.yitter.contract.IdGeneratorOptions;
import com.github.yitter.idgen.YitIdHelper;
import io.hypersistence.tsid.TSID;
import me.ahoo.cosid.machine.ClockBackwardsSynchronizer;
import me.ahoo.cosid.machine.DefaultMachineIdGuarder;
import me.ahoo.cosid.machine.InstanceId;
import me.ahoo.cosid.machine.LocalMachineStateStorage;
import me.ahoo.cosid.machine.ManualMachineIdDistributor;
import me.ahoo.cosid.snowflake.ClockSyncSnowflakeId;
import me.ahoo.cosid.snowflake.MillisecondSnowflakeId;

/** Id generators of others that people use today. Each is set up as its own documentation does, with its defaults. */
final class Peers {

    private interface Peer {
        LongSupplier open(WorkerSettings settings);
    }

    private static final Map<String, Peer> ALL = new TreeMap<>(Map.of(
            "hypersistence-tsid", Peers::tsid,
            "cosid-manual", Peers::cosId,
            "yitter", Peers::yitter,
            "hutool", settings -> IdUtil::getSnowflakeNextId,
            "uuidv7", settings -> Peers::uuid));

    private Peers() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    static IdSource open(WorkerSettings settings) {
        Peer peer = ALL.get(settings.generator());
        if (peer == null) {
            throw new IllegalArgumentException(settings.generator());
        }
        LongSupplier ids = peer.open(settings);
        return new IdSource() {
            @Override
            public int fill(long[] into) {
                int count = 0;
                try {
                    while (count < into.length) {
                        into[count] = ids.getAsLong();
                        count++;
                    }
                } catch (RuntimeException refused) {
                    // As with Snowkey: what a worker does without ids is not the question here.
                }
                return count;
            }

            @Override
            public void close() {}
        };
    }

    /** Ids as {@code @Tsid} makes them without a setting. The node is drawn at random. */
    private static LongSupplier tsid(WorkerSettings settings) {
        TSID.Factory factory = TSID.Factory.builder()
                .withRandomFunction(TSID.Factory.THREAD_LOCAL_RANDOM_FUNCTION)
                .build();
        return () -> factory.generate().toLong();
    }

    /**
     * Ids of CosId. The slot is the machine id, as a StatefulSet or a setting would give it. The state is in a file
     * that outlives the process.
     */
    private static LongSupplier cosId(WorkerSettings settings) {
        String namespace = "torture";
        Duration safeGuard = Duration.ofMinutes(5);
        InstanceId instance = InstanceId.of("localhost", settings.slot(), true);
        Path states = Path.of(settings.file()).resolveSibling("cosid-" + settings.slot());
        ManualMachineIdDistributor distributor = new ManualMachineIdDistributor(
                settings.slot(), new LocalMachineStateStorage(states.toString()), ClockBackwardsSynchronizer.DEFAULT);
        int machine = distributor
                .distribute(namespace, MillisecondSnowflakeId.DEFAULT_MACHINE_BIT, instance, safeGuard)
                .getMachineId();
        DefaultMachineIdGuarder guarder = new DefaultMachineIdGuarder(distributor, safeGuard);
        guarder.register(namespace, instance);
        guarder.start();
        ClockSyncSnowflakeId ids = new ClockSyncSnowflakeId(new MillisecondSnowflakeId(machine));
        return ids::generate;
    }

    /** Ids of Yitter. The slot is the worker id, which every user has to set. */
    private static LongSupplier yitter(WorkerSettings settings) {
        YitIdHelper.setIdGenerator(new IdGeneratorOptions((short) settings.slot()));
        return YitIdHelper::nextId;
    }

    /**
     * Puts both halves of a UUID into one number. Two different UUIDs become the same number only by chance. With a
     * hundred million of them in one run, the probability of that is 1 in 3,000.
     */
    private static long uuid() {
        UUID uuid = UuidCreator.getTimeOrderedEpoch();
        return uuid.getLeastSignificantBits()
                ^ Long.rotateLeft(uuid.getMostSignificantBits() * 0x9E3779B97F4A7C15L, 29);
    }
}
