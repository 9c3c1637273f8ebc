// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.snowkey.SnowflakeLayout.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The forms are in files, so those that are here never change. */
class LayoutFormTest {

    @Test
    void theFormsOfTheLayoutsStayWhatTheyAre() {
        assertThat(LayoutForm.of(SnowflakeLayout.DEFAULT)).isEqualTo("41t-10w-12s-1ms-1735689600000");
        assertThat(LayoutForm.of(SnowflakeLayout.TWITTER)).isEqualTo("41t-10w-12s-1ms-1288834974657");
        assertThat(LayoutForm.of(SnowflakeLayout.DISCORD)).isEqualTo("41t-10w-12s-1ms-1420070400000");
        assertThat(LayoutForm.of(SnowflakeLayout.INSTAGRAM)).isEqualTo("40t-13w-10s-1ms-1314220021721");
        assertThat(LayoutForm.of(SnowflakeLayout.SONYFLAKE)).isEqualTo("39t-8s-16w-10ms-1409529600000");
        assertThat(LayoutForm.of(SnowflakeLayout.JAVASCRIPT)).isEqualTo("41t-5w-7s-1ms-1735689600000");
        assertThat(LayoutForm.of(FlakeGenerator.COUNTER)).isEqualTo("47t-0w-16s-1ms-0");
        assertThat(LayoutForm.of(SnowflakeLayout.builder()
                        .epoch(Instant.parse("1900-01-01T00:00:00Z"))
                        .build()))
                .isEqualTo("41t-10w-12s-1ms--2208988800000");
    }

    @Test
    void layoutsThatMakeTheSameIdsHaveTheSameFormAndOthersDoNot() {
        SnowflakeLayout.Builder base = SnowflakeLayout.builder();
        assertThat(LayoutForm.of(base.datacenterBits(5).build())).isEqualTo(LayoutForm.of(SnowflakeLayout.DEFAULT));
        List<SnowflakeLayout> others = List.of(
                SnowflakeLayout.DEFAULT,
                SnowflakeLayout.builder().timestampBits(40).build(),
                SnowflakeLayout.builder().workerBits(9).build(),
                SnowflakeLayout.builder().sequenceBits(11).build(),
                SnowflakeLayout.builder().order(Order.SEQUENCE_WORKER).build(),
                SnowflakeLayout.builder().tick(Duration.ofMillis(2)).build(),
                SnowflakeLayout.builder().epoch(Instant.ofEpochMilli(1)).build());
        Set<String> forms = new HashSet<>();
        others.forEach(layout -> forms.add(LayoutForm.of(layout)));
        assertThat(forms).hasSameSizeAs(others);
    }
}
