// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.SnowflakeLayout;

/** The layouts that go by a name. */
enum LayoutPreset {
    /** 41 bits of milliseconds since 2025, 10 of worker id, 12 of sequence. */
    DEFAULT,
    /** Of Twitter, today X: as the default one, but since November 2010, and with 5 bits of datacenter. */
    TWITTER,
    /** Of Discord: as that of Twitter, but since 2015. */
    DISCORD,
    /** Of Instagram: 40 bits of milliseconds since August 2011, 13 of shard, 10 of sequence. */
    INSTAGRAM,
    /** Of Sonyflake: 39 bits of 10 milliseconds since September 2014, 8 of sequence, 16 of machine. */
    SONYFLAKE,
    /** Of 53 bits, which JavaScript reads exactly: 41 bits of milliseconds since 2025, 5 of worker id, 7 of sequence. */
    JAVASCRIPT;

    SnowflakeLayout layout() {
        return switch (this) {
            case DEFAULT -> SnowflakeLayout.DEFAULT;
            case TWITTER -> SnowflakeLayout.TWITTER;
            case DISCORD -> SnowflakeLayout.DISCORD;
            case INSTAGRAM -> SnowflakeLayout.INSTAGRAM;
            case SONYFLAKE -> SnowflakeLayout.SONYFLAKE;
            case JAVASCRIPT -> SnowflakeLayout.JAVASCRIPT;
        };
    }
}
