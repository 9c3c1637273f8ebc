// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.util.concurrent.atomic.AtomicInteger;

import io.snowkey.IdRefusedException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SnowflakeGeneratorLeaseTest {

    private static final SnowflakeLayout LAYOUT = SnowflakeLayout.DEFAULT;
    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    private final SettableClock clock = new SettableClock(START);
    private final Claim claim = Claim.of(LAYOUT, 3, START, START + 1_000);
    private final TestLease lease = new TestLease(LAYOUT, claim);
    private final SnowflakeGenerator ids = SnowflakeGenerator.builder()
            .lease(lease)
            .clock(clock)
            .waiter(new FakeWaiter(clock))
            .build();

    @Test
    void refusesWithTheTroubleOfTheLeaseWhenItsClaimHasEnded() {
        IllegalStateException failure =
                new IllegalStateException("no heartbeat since 2025-12-31T23:50:00Z: connection refused.");
        lease.failWith(failure);
        clock.advance(1_000);

        assertThat(refusal())
                .hasMessage("The claim of worker 3 ended at 2026-01-01T00:00:01Z: " + failure.getMessage()
                        + " Ids resume when the lease is renewed.")
                .hasCause(failure)
                .returns(Reason.CLAIM_ENDED, IdRefusedException::reason);
    }

    @Test
    void resumesWhenTheClaimIsExtended() {
        clock.advance(1_000);
        assertThat(refusal())
                .hasMessage(
                        "The claim of worker 3 ended at 2026-01-01T00:00:01Z. Ids resume when the lease is renewed.");

        claim.extendTo(START + 2_000);

        assertThat(LAYOUT.decode(ids.nextId()).instant()).isEqualTo("2026-01-01T00:00:01Z");
    }

    /** The second claim ends before the newest id, so nothing is issued in it. The third has to begin after that id all the same. */
    @Test
    void idsGrowOverAClaimThatWasOverBeforeItBegan() {
        clock.advance(900);
        long newest = ids.nextId();
        claim.seal();
        clock.advance(-600);
        lease.replaceBy(Claim.of(LAYOUT, 4, START + 300, START + 500));
        assertThat(refusal().reason()).isEqualTo(Reason.CLOCK_BEHIND);
        lease.claim().seal();
        lease.replaceBy(Claim.of(LAYOUT, 5, START + 300, START + 2_000));
        clock.advance(400);
        assertThat(refusal().reason()).isEqualTo(Reason.CLOCK_BEHIND);
        clock.advance(300);
        assertThat(ids.nextId()).isGreaterThan(newest);
    }

    /** A lease that renews when it is asked to: so often, and not any more. */
    private SnowflakeGenerator renewedWhenAsked(int times, Runnable renewal) {
        AtomicInteger left = new AtomicInteger(times);
        return SnowflakeGenerator.builder()
                .lease(new TestLease(LAYOUT, claim) {
                    @Override
                    public Claim claim() {
                        return lease.claim();
                    }

                    @Override
                    public Claim heldClaim() {
                        return lease.claim();
                    }

                    @Override
                    public Throwable renewalFailure() {
                        return lease.renewalFailure();
                    }

                    @Override
                    public boolean awaitClaim(Claim ended) {
                        assertThat(ended).isSameAs(claim);
                        if (left.getAndDecrement() == 0) {
                            return false;
                        }
                        renewal.run();
                        return true;
                    }
                })
                .clock(clock)
                .waiter(new FakeWaiter(clock))
                .build();
    }

    @Test
    void aLeaseThatRenewsOnDemandRefusesNothing() {
        clock.advance(1_000);
        SnowflakeGenerator asking = renewedWhenAsked(1, () -> claim.extendTo(START + 2_000));
        assertThat(LAYOUT.decode(asking.nextId()).instant()).isEqualTo("2026-01-01T00:00:01Z");

        clock.advance(1_000);
        assertThat(catchThrowableOfType(IdRefusedException.class, asking::nextId)
                        .reason())
                .as("where the renewal fails")
                .isEqualTo(Reason.CLAIM_ENDED);
    }

    @Test
    void aLeaseThatRenewsWhenAskedToRefusesNothingWhereItWasLost() {
        lease.failWith(new IllegalStateException("worker 3 went to somebody else."));
        claim.seal();
        SnowflakeGenerator asking =
                renewedWhenAsked(1, () -> lease.replaceBy(Claim.of(LAYOUT, 4, START, START + 1_000)));
        assertThat(LAYOUT.decode(asking.nextId()).workerId()).isEqualTo(4);
    }

    @Test
    void nothingIsAskedOfALeaseThatWasClosed() {
        SnowflakeGenerator asking = renewedWhenAsked(1, () -> {
            throw new AssertionError("was asked");
        });
        asking.close();
        lease.close();
        assertThat(catchThrowableOfType(IdRefusedException.class, asking::nextId)
                        .reason())
                .isEqualTo(Reason.CLOSED);
    }

    @Test
    void goesOnWithTheClaimThatReplacesALostOne() {
        lease.failWith(new IllegalStateException("worker 3 went to somebody else."));
        claim.seal();
        assertThat(refusal())
                .hasMessage("The lease was lost: worker 3 went to somebody else. Ids resume when another lease is"
                        + " acquired.")
                .returns(Reason.LEASE_LOST, IdRefusedException::reason);

        lease.replaceBy(Claim.of(LAYOUT, 4, START, START + 1_000));

        assertThat(LAYOUT.decode(ids.nextId()).workerId()).isEqualTo(4);
        assertThat(ids.workerId()).isEqualTo(4);
    }

    @Test
    void idsGoOnGrowingWhenTheLeaseIsReplaced() {
        long before = 0;
        for (int i = 0; i < 3; i++) {
            before = ids.nextId();
        }
        clock.advance(-4);
        // A smaller worker id, and a claim that begins where the clock now is.
        lease.replaceBy(Claim.of(LAYOUT, 1, clock.millis(), START + 1_000));
        clock.advance(4);

        long after = ids.nextId();

        assertThat(after).isGreaterThan(before);
        assertThat(LAYOUT.decode(after).workerId()).isEqualTo(1);
        assertThat(LAYOUT.decode(after).instant()).isEqualTo("2026-01-01T00:00:00.001Z");
        assertThat(claim.isSealed()).isTrue();
        assertThat(ids.statistics().issued()).isEqualTo(4);
        // Without that, the smaller worker id would have led to a smaller id.
        long unguarded =
                LAYOUT.fields().compose(1, LAYOUT.ticks().point(LAYOUT.ticks().at(START)));
        assertThat(unguarded).isLessThan(before);
    }

    @Test
    void anOldClaimThatShowsUpAgainIssuesNothing() {
        ids.nextId();
        lease.replaceBy(Claim.of(LAYOUT, 4, START, START + 1_000));
        clock.advance(1);
        ids.nextId();

        lease.replaceBy(claim);

        assertThat(refusal().reason()).isEqualTo(Reason.CLOSED);
        assertThat(ids.statistics().issued()).isEqualTo(2);
    }

    @Test
    void looksForANewClaimBeforeItRefuses() {
        Claim replacement = Claim.of(LAYOUT, 4, START, START + 1_000);
        TestLease replacedInBetween = new TestLease(LAYOUT, claim) {
            @Override
            public Claim claim() {
                Claim now = super.claim();
                replaceBy(replacement);
                return now;
            }
        };
        claim.seal();

        try (SnowflakeGenerator generator = SnowflakeGenerator.builder()
                .lease(replacedInBetween)
                .clock(clock)
                .build()) {
            assertThat(LAYOUT.decode(generator.nextId()).workerId()).isEqualTo(4);
        }
    }

    @Test
    void triesAgainWhenTheClaimWasExtendedJustThen() {
        TestLease extendedInBetween = new TestLease(LAYOUT, claim) {
            @Override
            public Claim heldClaim() { // the look before refusing
                super.claim().extendTo(START + 2_000);
                return super.claim();
            }
        };
        clock.advance(1_000);

        try (SnowflakeGenerator generator = SnowflakeGenerator.builder()
                .lease(extendedInBetween)
                .clock(clock)
                .build()) {
            assertThat(generator.nextId()).isPositive();
        }
    }

    @Test
    void refusesOnceClosedWhateverTheLeaseSays() {
        lease.failWith(new IllegalStateException("no heartbeat."));

        ids.close();
        ids.close();

        assertThat(refusal())
                .hasMessage("The generator or its lease was closed.")
                .returns(Reason.CLOSED, IdRefusedException::reason);
        assertThat(claim.isSealed()).isTrue();
    }

    @Test
    void refusesOnceItsLeaseIsClosed() {
        lease.close();

        assertThat(refusal().reason()).isEqualTo(Reason.CLOSED);
    }

    private IdRefusedException refusal() {
        return catchThrowableOfType(IdRefusedException.class, ids::nextId);
    }
}
