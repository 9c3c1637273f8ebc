// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.time.InstantSource;

import io.snowkey.BrokenClaim.Without;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Explores the interleavings of two threads that take single ids and runs of them, extend the claim and seal it: whatever
 * happens at the same time must come out as if it had happened one after the other, and neither ever waits for
 * the other.
 */
class ClaimInterleavingsTest {

    private static final Ticks TICKS = new Ticks(0, 1, 1, 100);
    private static final ClockRules RULES = new ClockRules(0, 0);

    @Test
    void everyInterleavingOfTheClaimIsAnOrder() {
        options().checkObstructionFreedom(true).check(OfTheClaim.class);
    }

    @Test
    void readingAndWritingInsteadOfComparingAndSettingIsFound() {
        assertThatThrownBy(() -> options().check(WithoutCompareAndSet.class))
                .hasMessageContaining("Invalid execution results");
    }

    @Test
    void readingTheMarkBeforeSealingIsFound() {
        assertThatThrownBy(() -> options().check(WithoutAtomicSeal.class))
                .hasMessageContaining("Invalid execution results");
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                // A loop of a fixed length that touches nothing: taken for a lock, unless it is looked away from.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(Claim.class.getName())
                        .methods("standAside")
                        .ignore())
                .iterations(12)
                .invocationsPerIteration(800)
                .minimizeFailedScenario(false);
    }

    /** A clock that stands. */
    private record Standing(long millis) implements InstantSource {

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }

    @Param(name = "now", gen = IntGen.class, conf = "0:4")
    @Param(name = "wanted", gen = IntGen.class, conf = "1:3")
    @Param(name = "until", gen = IntGen.class, conf = "3:6")
    public static class OfTheClaim {

        private final Claim claim = Claim.of(TICKS, 0, 0, 3);

        @Operation
        public long nextId(@Param(name = "now") int now) {
            return claim.take(RULES, new Standing(now));
        }

        @Operation
        public String nextIds(@Param(name = "now") int now, @Param(name = "wanted") int wanted) {
            Claim.Run run = new Claim.Run();
            run.wanted = wanted;
            long start = claim.take(RULES, new Standing(now), run);
            return start + (start < 0 ? "" : " x " + run.length);
        }

        @Operation
        public void extendTo(@Param(name = "until") int until) {
            claim.extendTo(until);
        }

        @Operation
        public long seal() {
            return claim.seal();
        }
    }

    @Param(name = "now", gen = IntGen.class, conf = "0:4")
    public static class WithoutCompareAndSet {

        private final BrokenClaim claim = broken(Without.COMPARE_AND_SET);

        @Operation
        public long nextId(@Param(name = "now") int now) {
            return claim.take(RULES, now);
        }
    }

    @Param(name = "now", gen = IntGen.class, conf = "0:4")
    public static class WithoutAtomicSeal {

        private final BrokenClaim claim = broken(Without.ATOMIC_SEAL);

        @Operation
        public long nextId(@Param(name = "now") int now) {
            return claim.take(RULES, now);
        }

        @Operation
        public long seal() {
            return claim.seal();
        }
    }

    private static BrokenClaim broken(Without without) {
        return new BrokenClaim(without, TICKS, 0, 3, () -> {});
    }
}
