// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/** The names of well-known layouts, for settings. They are the constants of {@link SnowflakeLayout}. */
@SuppressWarnings("ImmutableEnumChecker") // layouts are immutable, but not annotated as such
public enum LayoutPreset {
    /** {@link SnowflakeLayout#DEFAULT}: 41 bits of milliseconds since 2025, 10 of worker id, 12 of sequence. */
    DEFAULT(SnowflakeLayout.DEFAULT),
    /** {@link SnowflakeLayout#TWITTER}: like the default, but since November 2010, and with 5 bits of datacenter. */
    TWITTER(SnowflakeLayout.TWITTER),
    /** {@link SnowflakeLayout#DISCORD}: like that of Twitter, but since 2015. */
    DISCORD(SnowflakeLayout.DISCORD),
    /** {@link SnowflakeLayout#INSTAGRAM}: 40 bits of milliseconds since August 2011, 13 of shard, 10 of sequence. */
    INSTAGRAM(SnowflakeLayout.INSTAGRAM),
    /**
     * {@link SnowflakeLayout#SONYFLAKE}: 39 bits of 10 milliseconds since September 2014, 8 of sequence, 16 of machine.
     */
    SONYFLAKE(SnowflakeLayout.SONYFLAKE),
    /**
     * {@link SnowflakeLayout#JAVASCRIPT}: 53 bits, which JavaScript reads exactly. 41 bits of milliseconds since 2025,
     * 5 of worker id, 7 of sequence.
     */
    JAVASCRIPT(SnowflakeLayout.JAVASCRIPT);

    private final SnowflakeLayout layout;

    LayoutPreset(SnowflakeLayout layout) {
        this.layout = layout;
    }

    /** The layout of that name. */
    public SnowflakeLayout layout() {
        return layout;
    }
}
