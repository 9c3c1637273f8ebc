// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemaRetriesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private final SchemaRetries retries = new SchemaRetries(nanos::get);

    @Test
    void succeedsOnceTheOtherProcessIsDone() {
        retries.create(() -> {
            if (calls.incrementAndGet() < 3) {
                throw new IllegalStateException("already exists");
            }
        });
        assertThat(calls).hasValue(3);
    }

    /** What the later ones say is about the state in which the first one left the database. */
    @Test
    void showsTheFirstFailureAndKeepsTheOthers() {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> retries.create(() -> {
                    throw new IllegalStateException(
                            calls.incrementAndGet() == 1 ? "syntax error in line 7" : "Validate failed");
                }))
                .withMessageContaining("syntax error in line 7")
                .withMessageNotContaining("Validate failed")
                .havingCause()
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(4).allSatisfy(later -> assertThat(later)
                        .hasMessage("Validate failed")));
        assertThat(calls).hasValue(5);
    }

    /** And it is not wrapped, so that what to do about the setting is said. */
    @Test
    void doesNotTryAgainWhatASettingForbids() {
        SettingsException refusal = new SettingsException("snowkey.registry.functions is true", "Remove the property.");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> retries.create(() -> {
                    calls.incrementAndGet();
                    throw refusal;
                }))
                .isSameAs(refusal);
        assertThat(calls).hasValue(1);
    }

    /** The time-out of a pool without a database, 30 seconds by default, is waited for once. */
    @Test
    void doesNotMultiplyATimeOut() {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> retries.create(() -> {
                    calls.incrementAndGet();
                    nanos.addAndGet(30_000_000_000L);
                    throw new IllegalStateException("Connection is not available, request timed out after 30000ms");
                }));
        assertThat(calls).hasValue(1);
    }

    @Test
    void beginsNoTryAfterItsPatienceAndAnyNumberBeforeIt() {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> retries.create(() -> {
                    calls.incrementAndGet();
                    nanos.addAndGet(SchemaRetries.RETRY_FOR.toNanos() / 2);
                    throw new IllegalStateException("slow");
                }));
        assertThat(calls).hasValue(2);
    }

    @Test
    void leavesAnInterruptToTheCaller() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> retries.create(() -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException();
                }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).hasValue(1);
    }
}
