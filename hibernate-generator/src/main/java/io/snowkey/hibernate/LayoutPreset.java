// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import io.snowkey.SnowflakeLayout;

/** The layouts that go by a name, as in the starter. */
@SuppressWarnings("ImmutableEnumChecker") // layouts are immutable, but not annotated as such
enum LayoutPreset {
    DEFAULT(SnowflakeLayout.DEFAULT),
    TWITTER(SnowflakeLayout.TWITTER),
    DISCORD(SnowflakeLayout.DISCORD),
    INSTAGRAM(SnowflakeLayout.INSTAGRAM),
    SONYFLAKE(SnowflakeLayout.SONYFLAKE),
    JAVASCRIPT(SnowflakeLayout.JAVASCRIPT);

    private final SnowflakeLayout layout;

    LayoutPreset(SnowflakeLayout layout) {
        this.layout = layout;
    }

    SnowflakeLayout.Builder builder() {
        return SnowflakeLayout.builder()
                .epoch(layout.epoch())
                .tick(layout.tick())
                .timestampBits(layout.timestampBits())
                .workerBits(layout.workerBits())
                .datacenterBits(layout.datacenterBits())
                .sequenceBits(layout.sequenceBits())
                .order(layout.order());
    }
}
