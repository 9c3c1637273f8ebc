// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of a lease with a durable high-water mark, each as a check that any such lease can be put to. */
enum MarkRules {
    ISSUES_NOTHING_AT_OR_AFTER_THE_MARK {
        @Override
        void check(Leases leases, SettableClock clock) throws IOException {
            Memory mark = new Memory(clock);
            try (Renewable lease = leases.open(mark, clock)) {
                for (int heartbeat = 0; heartbeat < 3; heartbeat++) {
                    clock.set(mark.durable - 1); // the last millisecond before the mark ...
                    mark.issueWhileWriting(lease.claim(), 10); // ... and the ones after, while the next is on its way
                    lease.renew();
                    assertThat(mark.newestWhileWriting).isLessThan(mark.durableWhileWriting);
                }
            }
        }
    },
    STARTS_AT_THE_MARK_OR_AFTER_IT {
        @Override
        void check(Leases leases, SettableClock clock) throws IOException {
            Memory mark = new Memory(clock);
            leases.open(mark, clock); // and is killed
            long reserved = mark.durable;
            clock.advance(-500);
            try (Renewable next = leases.open(mark, clock)) {
                clock.set(Math.max(clock.millis(), next.claim().fromMillis()));
                assertThat(tick(next.claim(), clock)).isGreaterThanOrEqualTo(reserved);
            }
        }
    },
    LOWERS_THE_MARK_ONLY_WHEN_NO_MORE_IDS_CAN_COME {
        @Override
        void check(Leases leases, SettableClock clock) throws IOException {
            Memory mark = new Memory(clock);
            Renewable lease = leases.open(mark, clock);
            assertThat(tick(lease.claim(), clock)).isEqualTo(clock.millis());
            mark.issueWhileWriting(lease.claim(), 5);
            lease.close();
            assertThat(mark.newestWhileWriting).isLessThan(mark.durable);
        }
    };

    /** A lease that renews when it is told to. */
    interface Renewable extends AutoCloseable {

        Claim claim();

        void renew() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Opens leases on a mark. */
    interface Leases {
        Renewable open(DurableMark mark, SettableClock clock) throws IOException;
    }

    /** Throws an {@link AssertionError} if the rule does not hold. */
    abstract void check(Leases leases, SettableClock clock) throws IOException;

    /** The same, from an ordinary time on. */
    final void check(Leases leases) throws IOException {
        check(leases, SettableClock.at("2026-01-01T00:00:00Z"));
    }

    /** The tick of an id taken now, or a negative number if none may be issued. */
    private static long tick(Claim claim, SettableClock clock) {
        long point = claim.take(new ClockRules(0, 0), clock);
        return point < 0 ? point : claim.ticks().startMillis(claim.ticks().tick(point));
    }

    /** A mark that lets ids be issued while it is being written. */
    private static final class Memory implements DurableMark {

        private final SettableClock clock;
        private long durable = Long.MIN_VALUE;
        private Runnable whileWriting = () -> {};
        private long newestWhileWriting;
        private long durableWhileWriting;

        Memory(SettableClock clock) {
            this.clock = clock;
        }

        void issueWhileWriting(Claim claim, int millis) {
            newestWhileWriting = Long.MIN_VALUE;
            whileWriting = () -> {
                durableWhileWriting = durable;
                for (int i = 0; i < millis; i++) {
                    newestWhileWriting = Math.max(newestWhileWriting, tick(claim, clock));
                    clock.advance(1);
                }
            };
        }

        @Override
        public long read() {
            return durable;
        }

        @Override
        public boolean wasReleased() {
            return true;
        }

        @Override
        public void readAgain() {}

        @Override
        public long take(long markMillis) {
            long before = durable;
            write(markMillis);
            return before;
        }

        @Override
        public void write(long markMillis) {
            whileWriting.run();
            durable = markMillis;
        }

        @Override
        public void check() {}

        @Override
        public void release(long markMillis) {
            write(markMillis);
        }

        @Override
        public void close() {}
    }
}
