// SPDX-License-Identifier: Apache-2.0
package io.snowkey.benchmarks;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import cn.hutool.core.lang.Snowflake;
import com.baomidou.mybatisplus.core.toolkit.Sequence;
import com.github.f4b6a3.tsid.TsidFactory;
import com.github.f4b6a3.uuid.UuidCreator;
import com.github.yitter.contract.IdGeneratorOptions;
import com.github.yitter.core.SnowWorkerM1;
import io.hypersistence.tsid.TSID;
import io.snowkey.GeneratorObserver;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.SnowflakeLayout;
import me.ahoo.cosid.snowflake.MillisecondSnowflakeId;
import org.agrona.concurrent.SnowflakeIdGenerator;
import org.agrona.concurrent.SystemEpochClock;

/** The generators that are compared. Each has a JVM of its own, so that none spoils another's compiled code. */
public enum Contender {
    NOTHING("nothing (two readings of nanoTime)", () -> () -> 1),
    CLOCK("floor: clock read", () -> System::currentTimeMillis),

    // 41 bits of milliseconds, 10 of worker, 12 of sequence: 4,096 ids per millisecond
    FLOOR("floor: clock + compare-and-set", () -> ClockFloor.spinning(10, 12)),
    SLEEPER("floor that sleeps through used-up ticks", () -> ClockFloor.sleeping(10, 12)),
    SNOWKEY("Snowkey", () -> snowkey(10, 12)::nextId),
    SNOWKEY_OBSERVED("Snowkey, observed", () -> observed(10, 12)::nextId),
    COSID("CosId", () -> cosid(10, 12, 1)::generate),
    HUTOOL("Hutool", () -> new Snowflake(1, 1)::nextId),
    MYBATIS_PLUS("MyBatis-Plus", () -> new Sequence(1, 1)::nextId),
    YITTER("Yitter", () -> yitter()::nextId),
    AGRONA("Agrona", () -> agrona(10, 12)::nextId),

    // 41/1/21: two million ids per millisecond, more than anybody makes
    FLOOR_21("floor: clock + compare-and-set", () -> ClockFloor.spinning(1, 21)),
    SNOWKEY_21("Snowkey", () -> snowkey(1, 21)::nextId),
    SNOWKEY_21_OBSERVED("Snowkey, observed", () -> observed(1, 21)::nextId),
    COSID_21("CosId", () -> cosid(1, 21, 1)::generate),
    AGRONA_21("Agrona", () -> agrona(1, 21)::nextId),

    // These have no limit: they run ahead of the clock.
    HYPERSISTENCE_TSID("hypersistence-tsid", () -> hypersistence(1)),
    TSID_CREATOR("tsid-creator", () -> tsidCreator()),

    // Twice as wide: half of each is thrown away, for latency alone.
    UUID_CREATOR_V7(
            "uuid-creator v7, fast",
            () -> () -> UuidCreator.getTimeOrderedEpochFast().getMostSignificantBits()),
    RANDOM_UUID("UUID.randomUUID", () -> () -> UUID.randomUUID().getMostSignificantBits());

    static final long EPOCH_MILLIS = SnowflakeLayout.DEFAULT.epoch().toEpochMilli();

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // it holds nothing: each call makes a new generator
    private final Supplier<LongSupplier> start;

    Contender(String label, Supplier<LongSupplier> start) {
        this.label = label;
        this.start = start;
    }

    String label() {
        return label;
    }

    /** A new generator. */
    LongSupplier start() {
        return start.get();
    }

    static SnowflakeGenerator snowkey(int workerBits, int sequenceBits) {
        return SnowflakeGenerator.builder()
                .layout(layout(workerBits, sequenceBits))
                .workerId(1)
                .build();
    }

    /** With an observer that counts, and a thread that reads the statistics a hundred times a second. */
    private static SnowflakeGenerator observed(int workerBits, int sequenceBits) {
        LongAdder usedUp = new LongAdder();
        SnowflakeGenerator ids = SnowflakeGenerator.builder()
                .layout(layout(workerBits, sequenceBits))
                .workerId(1)
                .observer(new GeneratorObserver() {
                    @Override
                    public void tickUsedUp() {
                        usedUp.increment();
                    }
                })
                .build();
        StatisticsReader.watch(ids);
        return ids;
    }

    private static SnowflakeLayout layout(int workerBits, int sequenceBits) {
        return SnowflakeLayout.builder()
                .workerBits(workerBits)
                .sequenceBits(sequenceBits)
                .build();
    }

    static MillisecondSnowflakeId cosid(int workerBits, int sequenceBits, int worker) {
        return new MillisecondSnowflakeId(EPOCH_MILLIS, 41, workerBits, sequenceBits, worker);
    }

    private static SnowWorkerM1 yitter() {
        IdGeneratorOptions options = new IdGeneratorOptions((short) 1);
        options.WorkerIdBitLength = 10;
        options.SeqBitLength = 12;
        return new SnowWorkerM1(options);
    }

    private static SnowflakeIdGenerator agrona(int workerBits, int sequenceBits) {
        return new SnowflakeIdGenerator(workerBits, sequenceBits, 1, EPOCH_MILLIS, SystemEpochClock.INSTANCE);
    }

    static LongSupplier hypersistence(int node) {
        TSID.Factory factory = TSID.Factory.builder()
                .withNodeBits(10)
                .withNode(node)
                .withCustomEpoch(Instant.ofEpochMilli(EPOCH_MILLIS))
                .build();
        return () -> factory.generate().toLong();
    }

    private static LongSupplier tsidCreator() {
        TsidFactory factory = TsidFactory.builder()
                .withNodeBits(10)
                .withNode(1)
                .withCustomEpoch(Instant.ofEpochMilli(EPOCH_MILLIS))
                .build();
        return () -> factory.create().toLong();
    }
}
