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

class StockTest {

    @Test
    void wantsTheNextBatchOnceFewAreLeftAndNeverAThird() {
        Stock stock = new Stock(2);
        assertThat(stock.wantsMore()).isTrue();
        stock.put(new long[] {1, 2, 3, 4});
        assertThat(stock.wantsMore()).isFalse();
        assertThat(stock.take()).isEqualTo(1);
        assertThat(stock.wantsMore()).isFalse();
        assertThat(stock.take()).isEqualTo(2);
        assertThat(stock.wantsMore()).isTrue();
        stock.put(new long[] {5, 6, 7, 8});
        assertThat(stock.take()).isEqualTo(3);
        assertThat(stock.wantsMore()).as("two batches are in memory").isFalse();
        assertThat(stock.take()).isEqualTo(4);
        assertThat(stock.wantsMore()).isFalse();
        assertThat(stock.take()).isEqualTo(5);
        assertThat(stock.take()).isEqualTo(6);
        assertThat(stock.wantsMore()).isTrue();
    }

    @Test
    void withoutPrefetchWantsABatchWhenNoneIsLeft() {
        Stock stock = new Stock(0);
        stock.put(new long[] {1});
        assertThat(stock.wantsMore()).isFalse();
        stock.take();
        assertThat(stock.wantsMore()).isTrue();
    }

    @Test
    void losesWhatItHasAndWhatStillComesOnceItIsClosed() {
        Stock stock = new Stock(2);
        stock.put(new long[] {1, 2, 3});
        stock.take();
        stock.put(new long[] {4, 5, 6});
        stock.close();
        assertThat(stock.isEmpty()).isTrue();
        stock.put(new long[] {7, 8, 9});
        assertThat(stock.isEmpty()).isTrue();
        assertThat(stock.wantsMore()).isFalse();
    }

    /** Why the shelf has a lock: two threads that take without one get the same ids. */
    @Test
    void givesAnIdTwiceWithoutALockAndOnceWithIt() {
        assertThat(repeats(() -> {}, () -> {})).isTrue();
        ReentrantLock lock = new ReentrantLock();
        assertThat(repeats(lock::lock, lock::unlock)).isFalse();
    }

    /** Whether two threads take an id twice; without a repetition after many rounds, not. */
    private static boolean repeats(Runnable lock, Runnable unlock) {
        for (int round = 0; round < 300; round++) {
            Stock stock = new Stock(0);
            stock.put(LongStream.range(0, 20_000).toArray());
            Set<Long> taken = ConcurrentHashMap.newKeySet();
            AtomicBoolean repeated = new AtomicBoolean();
            Runnable taker = () -> {
                for (int i = 0; i < 10_000; i++) {
                    lock.run();
                    long id;
                    try {
                        id = stock.take();
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
