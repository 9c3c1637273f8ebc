// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static io.snowkey.examples.client.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

class IdBufferTest {

    @Test
    void wantsTheNextBatchOnceFewAreLeftAndNeverAThird() {
        IdBuffer buffer = new IdBuffer(2);
        assertThat(buffer.wantsMore()).isTrue();
        buffer.put(new long[] {1, 2, 3, 4});
        assertThat(buffer.wantsMore()).isFalse();
        assertThat(buffer.take()).isEqualTo(1);
        assertThat(buffer.wantsMore()).isFalse();
        assertThat(buffer.take()).isEqualTo(2);
        assertThat(buffer.wantsMore()).isTrue();
        buffer.put(new long[] {5, 6, 7, 8});
        assertThat(buffer.take()).isEqualTo(3);
        assertThat(buffer.wantsMore()).as("two batches are in memory").isFalse();
        assertThat(buffer.take()).isEqualTo(4);
        assertThat(buffer.wantsMore()).isFalse();
        assertThat(buffer.take()).isEqualTo(5);
        assertThat(buffer.take()).isEqualTo(6);
        assertThat(buffer.wantsMore()).isTrue();
    }

    @Test
    void withoutPrefetchWantsABatchWhenNoneIsLeft() {
        IdBuffer buffer = new IdBuffer(0);
        buffer.put(new long[] {1});
        assertThat(buffer.wantsMore()).isFalse();
        buffer.take();
        assertThat(buffer.wantsMore()).isTrue();
    }

    @Test
    void losesWhatItHasAndWhatStillComesOnceItIsClosed() {
        IdBuffer buffer = new IdBuffer(2);
        buffer.put(new long[] {1, 2, 3});
        buffer.take();
        buffer.put(new long[] {4, 5, 6});
        buffer.close();
        assertThat(buffer.isEmpty()).isTrue();
        buffer.put(new long[] {7, 8, 9});
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.wantsMore()).isFalse();
    }

    /** Why the queue has a lock: two threads that take without one get the same ids. */
    @Test
    void givesAnIdTwiceWithoutALockAndOnceWithIt() {
        assertThat(repeats(() -> {}, () -> {})).isTrue();
        ReentrantLock lock = new ReentrantLock();
        assertThat(repeats(lock::lock, lock::unlock)).isFalse();
    }

    /** Whether two threads take an id twice; without a repetition after many rounds, not. */
    private static boolean repeats(Runnable lock, Runnable unlock) {
        for (int round = 0; round < 300; round++) {
            IdBuffer buffer = new IdBuffer(0);
            buffer.put(LongStream.range(0, 20_000).toArray());
            Set<Long> taken = ConcurrentHashMap.newKeySet();
            AtomicBoolean repeated = new AtomicBoolean();
            Runnable taker = () -> {
                for (int i = 0; i < 10_000; i++) {
                    lock.run();
                    long id;
                    try {
                        id = buffer.take();
                    } finally {
                        unlock.run();
                    }
                    if (!taken.add(id)) {
                        repeated.set(true);
                    }
                }
            };
            Thread other = new Thread(taker);
            other.start();
            taker.run();
            await().pollInterval(Duration.ofMillis(1)).until(() -> !other.isAlive());
            if (repeated.get()) {
                return true;
            }
        }
        return false;
    }
}
