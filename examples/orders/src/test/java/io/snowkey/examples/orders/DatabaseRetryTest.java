// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseRetryTest {

    private final AtomicInteger attempts = new AtomicInteger();
    private final DatabaseRetry retry = new DatabaseRetry(System.out);

    @Test
    void triesAgainWhatTheDatabaseRefused() {
        assertThat(retry.run(() -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException(new SQLException("duplicate key"));
                    }
                    return 42;
                }))
                .isEqualTo(42);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void doesNotTryAgainWhatFailedForAnotherReason() {
        assertThatThrownBy(() -> retry.run(() -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("a bug");
                }))
                .hasMessage("a bug");
        assertThat(attempts).hasValue(1);
    }
}
