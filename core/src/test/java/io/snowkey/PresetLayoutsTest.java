// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Real ids of the systems that the presets are named after, each with the place that says when it was issued. */
class PresetLayoutsTest {

    @Test
    void goByTheNamesOfTheirConstants() throws ReflectiveOperationException {
        for (LayoutPreset preset : LayoutPreset.values()) {
            assertThat(preset.layout())
                    .isSameAs(SnowflakeLayout.class.getField(preset.name()).get(null));
        }
    }

    /** Sonyflake's differs from the default one in everything but datacenters, and Discord's in those. */
    @ParameterizedTest
    @EnumSource
    void areWhatTheirBuildersStartFrom(LayoutPreset preset) {
        SnowflakeLayout again = preset.layout().toBuilder().build();
        assertThat(again).isEqualTo(preset.layout());
        assertThat(again.datacenterBits()).isEqualTo(preset.layout().datacenterBits());
    }

    /** Wikipedia, "Snowflake ID": a post of @Wikipedia with its time and the three fields, machine 01 0111 1010. */
    @Test
    void readsIdsOfTwitter() {
        DecodedId id = SnowflakeLayout.TWITTER.decode(1_541_815_603_606_036_480L);

        assertThat(id.instant()).isEqualTo("2022-06-28T16:07:40.105Z");
        assertThat(id.timestamp()).isEqualTo(367_597_485_448L);
        assertThat(id.workerId()).isEqualTo(0b01_0111_1010);
        assertThat(id.datacenter()).isEqualTo(0b01011);
        assertThat(id.machine()).isEqualTo(0b11010);
        assertThat(id.sequence()).isZero();
    }

    /** Discord's API reference, section "Snowflakes": the id that it takes apart field by field. */
    @Test
    void readsIdsOfDiscord() {
        DecodedId id = SnowflakeLayout.DISCORD.decode(175_928_847_299_117_063L);

        assertThat(id.instant()).isEqualTo("2016-04-30T11:18:25.796Z");
        assertThat(id.datacenter()).isEqualTo(1);
        assertThat(id.machine()).isZero();
        assertThat(id.sequence()).isEqualTo(7);
    }

    /**
     * The post instagram.com/p/aye83DjauH, whose media id and time of publication, 1371748545 in whole seconds, are in the
     * test cases of yt-dlp, yt_dlp/extractor/instagram.py. Instagram says how its ids are made in "Sharding & IDs at
     * Instagram" of its engineering blog.
     */
    @Test
    void readsIdsOfInstagram() {
        DecodedId id = SnowflakeLayout.INSTAGRAM.decode(482_584_233_761_418_119L);

        assertThat(id.instant()).isEqualTo("2013-06-20T17:15:45.376Z");
        assertThat(id.instant().truncatedTo(ChronoUnit.SECONDS)).isEqualTo(Instant.ofEpochSecond(1_371_748_545));
        assertThat(id.workerId()).isEqualTo(874);
        assertThat(id.sequence()).isEqualTo(903);
    }

    /**
     * The README of github.com/ZipFile/python-sonyflake-turbo takes this id apart, and says of its time "1409529600 +
     * 0x874AD4993 / 100 = 2026-03-05T09:15:19.87Z". That implementation has the machine ahead of the counter: see the next
     * test for the order of the original.
     */
    @Test
    void readsTheTimeOfIdsOfSonyflake() {
        DecodedId id = SnowflakeLayout.SONYFLAKE.decode(0x0874AD4993_CAFE_04L);

        assertThat(id.instant()).isEqualTo("2026-03-05T09:15:19.870Z");
        assertThat(id.timestamp()).isEqualTo(0x874AD4993L);
    }

    /**
     * The README of npmjs.com/package/sonyflake shows this id with its three parts. Their order is that of toID in the
     * original, which issue 24 of github.com/sony/sonyflake quotes. But that package counts single milliseconds, and from
     * an epoch of its own.
     */
    @Test
    void readsTheFieldsOfIdsOfSonyflakeInTheirOrder() {
        SnowflakeLayout millis = SnowflakeLayout.builder()
                .timestampBits(39)
                .workerBits(SnowflakeLayout.SONYFLAKE.workerBits())
                .sequenceBits(SnowflakeLayout.SONYFLAKE.sequenceBits())
                .order(SnowflakeLayout.SONYFLAKE.order())
                .epoch(Instant.parse("2020-05-18T00:00:00Z"))
                .build();
        DecodedId id = millis.decode(1_211_144_891_006_978L);

        assertThat(id.instant()).isEqualTo(Instant.ofEpochMilli(1_589_832_189_861L));
        assertThat(id.workerId()).isEqualTo(2);
        assertThat(id.sequence()).isZero();
    }

    @Test
    void idsForJavaScriptAreExactAsDoubles() {
        SnowflakeLayout layout = SnowflakeLayout.JAVASCRIPT;
        long largest = layout.lastId(layout.exhaustedAt());

        assertThat(largest).isEqualTo(9_007_199_254_740_991L); // Number.MAX_SAFE_INTEGER
        assertThat((long) (double) largest).isEqualTo(largest);
        assertThat(layout.maxWorkerId()).isEqualTo(31);
        assertThat(layout.maxSequence()).isEqualTo(127);
    }

    @Test
    void endWhenTheyAreSaidTo() {
        assertThat(SnowflakeLayout.TWITTER.exhaustedAt()).isEqualTo("2080-07-10T17:30:30.209Z");
        assertThat(SnowflakeLayout.DISCORD.exhaustedAt()).isEqualTo("2084-09-06T15:47:35.552Z");
        assertThat(SnowflakeLayout.INSTAGRAM.exhaustedAt()).isEqualTo("2046-06-27T17:00:49.497Z");
        assertThat(SnowflakeLayout.SONYFLAKE.exhaustedAt()).isEqualTo("2188-11-16T03:28:58.880Z");
        assertThat(SnowflakeLayout.JAVASCRIPT.exhaustedAt()).isEqualTo(SnowflakeLayout.DEFAULT.exhaustedAt());
    }
}
