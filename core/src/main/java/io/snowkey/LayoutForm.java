// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import io.snowkey.SnowflakeLayout.Order;

/**
 * The text of a layout in files. Two layouts have the same text exactly if they are equal: they make the same ids.
 *
 * <pre>
 * 41t-10w-12s-1ms-1735689600000      SnowflakeLayout.DEFAULT
 * 39t-8s-16w-10ms-1409529600000      SnowflakeLayout.SONYFLAKE
 * </pre>
 *
 * <p>The fields of an id come first, from its highest bits to its lowest: the number of bits, then t for the timestamp,
 * w for the worker id or s for the sequence. Then come the tick in milliseconds and the epoch in milliseconds since the
 * Unix epoch.
 *
 * <p>This text is in files that outlive the process, so its form never changes. {@link SnowflakeLayout#toString()} is
 * written for people, and may change.
 */
final class LayoutForm {

    private LayoutForm() {}

    static String of(SnowflakeLayout layout) {
        String worker = layout.workerBits() + "w-";
        String sequence = layout.sequenceBits() + "s-";
        return layout.timestampBits() + "t-"
                + (layout.order() == Order.WORKER_SEQUENCE ? worker + sequence : sequence + worker)
                + layout.tick().toMillis() + "ms-" + layout.epoch().toEpochMilli();
    }
}
