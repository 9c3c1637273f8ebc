// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import io.snowkey.IdRefusedException.Reason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** A look tells what the next call would be told, and changes nothing. */
class RefusalNowTest {

    private static final SnowflakeLayout LAYOUT = SnowflakeLayout.DEFAULT;
    private static final long START = SettableClock.at("2026-01-01T00:00:00Z").millis();

    private final SettableClock clock = new SettableClock(START);
    private final Claim claim = Claim.of(LAYOUT, 3, START, START + 1_000);
    private final TestLease lease = new TestLease(LAYOUT, claim);
    private final SnowflakeGenerator ids = SnowflakeGenerator.builder()
            .lease(lease)
            .clock(clock)
            .waiter((watched, until, longest) -> {
                throw new AssertionError("nobody waits here");
            })
            .build();

    @Test
    void isNothingWhereAnIdWouldComeAtOnceOrAfterAShortWait() {
        assertThat(ids.refusalNow()).isNull();
        ids.nextIds(4_096);
        assertThat(ids.refusalNow()).as("the tick is used up").isNull();
        clock.advance(-5);
        assertThat(ids.refusalNow()).as("within the tolerance").isNull();
    }

    @Test
    void isAClockThatIsBehind() {
        ids.nextId();
        clock.advance(-3_600_000);

        assertSame(Reason.CLOCK_BEHIND);
    }

    @Test
    void isAClaimThatHasEnded() {
        lease.failWith(new IllegalStateException("no heartbeat."));
        clock.advance(1_000);

        assertSame(Reason.CLAIM_ENDED);
    }

    @Test
    void isNothingWhereTheCallWouldHaveTheClaimRenewed() {
        TestLease quiet = new TestLease(LAYOUT, claim) {
            @Override
            public boolean canAwaitClaim() {
                return true;
            }
        };
        clock.advance(1_000);

        assertThat(SnowflakeGenerator.builder()
                        .lease(quiet)
                        .clock(clock)
                        .build()
                        .refusalNow())
                .isNull();
    }

    @Test
    void isALeaseThatWasLost() {
        lease.failWith(new IllegalStateException("worker 3 went to somebody else."));
        claim.seal();

        assertSame(Reason.LEASE_LOST);
    }

    @Test
    void isAGeneratorThatWasClosed() {
        ids.close();

        assertSame(Reason.CLOSED);
    }

    @Test
    void isALayoutThatIsOver() {
        SnowflakeGenerator fixed =
                SnowflakeGenerator.builder().workerId(3).clock(clock).build();
        clock.set(LAYOUT.exhaustedAt().toEpochMilli());

        assertThat(fixed.refusalNow())
                .isInstanceOfSatisfying(IdRefusedException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.LAYOUT_EXHAUSTED));
    }

    @Test
    void acquiresNothing() {
        IdRefusedException failure = new IdRefusedException(Reason.LEASE_LOST, "no route to the database", null);
        TestLease lazy = new TestLease(LAYOUT, claim) {
            @Override
            public Claim claim() {
                throw new AssertionError("acquired");
            }

            @Override
            public Claim heldClaim() {
                return null;
            }
        };
        SnowflakeGenerator generator =
                SnowflakeGenerator.builder().lease(lazy).clock(clock).build();
        assertThat(generator.refusalNow()).as("not tried yet").isNull();

        lazy.failWith(failure);
        assertThat(generator.refusalNow()).as("what the last try failed with").isSameAs(failure);

        lazy.failWith(new IllegalStateException("no route."));
        assertThat(generator.refusalNow())
                .hasMessage("No worker id is held: no route.")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    private void assertSame(Reason reason) {
        GeneratorStatistics before = ids.statistics();
        SnowkeyException looked = ids.refusalNow();
        assertThat(ids.statistics()).as("counts nothing").isEqualTo(before);

        assertThat(looked).isInstanceOfSatisfying(IdRefusedException.class, refusal -> assertThat(refusal.reason())
                .isEqualTo(reason));
        assertThat(catchThrowable(ids::nextId)).hasMessage(looked.getMessage());
    }
}
