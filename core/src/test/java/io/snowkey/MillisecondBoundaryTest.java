// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MillisecondBoundaryTest {

    private final MillisecondBoundary start = new MillisecondBoundary();

    @Test
    void reckonsFromABeginningThatWasSeen() {
        start.began(1_000, 70_000);

        assertThat(start.nanosUntil(1_001, 1_000, 370_000)).isEqualTo(700_000);
        assertThat(start.nanosUntil(1_003, 1_001, 1_170_000)).isEqualTo(1_900_000);
    }

    @Test
    void knowsTheLongestWaitFromAReadingAlone() {
        start.shows(1_000, 70_000);

        assertThat(start.nanosUntil(1_001, 1_000, 70_000)).isEqualTo(1_000_000);
    }

    @Test
    void aBeginningNoticedTooLateIsMendedByTheNextReading() {
        start.began(1_000, 870_000); // by a thread that was held up for 800 microseconds
        start.shows(1_001, 1_090_000); // which can only be if it began before

        assertThat(start.nanosUntil(1_002, 1_001, 1_090_000)).isEqualTo(1_000_000);
    }

    @Test
    void aReadingLateInItsMillisecondTellsNothingNew() {
        start.began(1_000, 70_000);
        start.shows(1_001, 1_990_000);

        assertThat(start.nanosUntil(1_002, 1_001, 1_990_000)).isEqualTo(80_000);
    }

    @Test
    void staysWithinWhatTheReadingAllowsWhereTheClockWasMoved() {
        start.began(1_000, 70_000);

        assertThat(start.nanosUntil(901, 900, 170_000)).as("moved back").isZero();
        start.shows(5_000, 170_000);
        assertThat(start.nanosUntil(5_001, 5_000, 170_000)).as("moved forward").isEqualTo(1_000_000);
    }
}
