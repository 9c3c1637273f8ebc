// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import io.snowkey.SnowflakeLayout.Order;

/**
 * The bits of an id: which field lies where.
 *
 * @param timestampBits 1 to 63
 * @param workerBits 0 to 62
 * @param datacenterBits how many of the worker bits, from the top, name the datacenter
 * @param sequenceBits 0 to 62
 * @param order of the two fields after the timestamp
 */
record BitFields(int timestampBits, int workerBits, int datacenterBits, int sequenceBits, Order order) {

    /** How many bits an id has: all bits of a long but the sign. */
    static final int USABLE_BITS = 63;

    BitFields {
        requireBits("timestampBits", timestampBits, 1, USABLE_BITS);
        requireBits("workerBits", workerBits, 0, USABLE_BITS - 1);
        requireBits("sequenceBits", sequenceBits, 0, USABLE_BITS - 1);
        int bits = timestampBits + workerBits + sequenceBits;
        if (bits > USABLE_BITS) {
            throw new IllegalArgumentException("timestampBits " + timestampBits + " + workerBits " + workerBits
                    + " + sequenceBits " + sequenceBits + " = " + bits + ": must be at most " + USABLE_BITS
                    + ", for an id is a positive long. Take bits from one of them.");
        }
        requireBits("datacenterBits", datacenterBits, 0, workerBits);
    }

    private static void requireBits(String name, int bits, int min, int max) {
        if (bits < min || bits > max) {
            throw new IllegalArgumentException(name + " " + bits + ": must be " + min + " to " + max);
        }
    }

    /** How many timestamps there are. With all 63 bits it is one less, because there is no larger long. */
    long timestamps() {
        return timestampBits == USABLE_BITS ? Long.MAX_VALUE : 1L << timestampBits;
    }

    /** The id at a point of a worker's counter. */
    long compose(long workerId, long point) {
        long sequence = point & mask(sequenceBits);
        long timestamp = (point ^ sequence) << workerBits;
        return order == Order.WORKER_SEQUENCE
                ? timestamp | (workerId << sequenceBits) | sequence
                : timestamp | (sequence << workerBits) | workerId;
    }

    long timestamp(long id) {
        return id >>> (workerBits + sequenceBits);
    }

    long workerId(long id) {
        return (order == Order.WORKER_SEQUENCE ? id >>> sequenceBits : id) & mask(workerBits);
    }

    long sequence(long id) {
        return (order == Order.WORKER_SEQUENCE ? id : id >>> workerBits) & mask(sequenceBits);
    }

    /** The worker id of a machine in a datacenter; refuses what does not fit. */
    long workerId(long datacenter, long machine) {
        requireFits("datacenter", datacenter, "datacenter bits", datacenterBits);
        requireFits("machine", machine, "machine bits", machineBits());
        return (datacenter << machineBits()) | machine;
    }

    void requireWorkerId(long workerId) {
        requireFits("workerId", workerId, "worker bits", workerBits);
    }

    private void requireFits(String name, long value, String bitsName, int bits) {
        if (value < 0 || value > mask(bits)) {
            throw new IllegalArgumentException(name + " " + value + ": must be 0 to " + mask(bits) + " with the " + bits
                    + " " + bitsName + " of the layout [" + this + "]. Choose another one, or more bits for it.");
        }
    }

    long datacenter(long workerId) {
        return workerId >>> machineBits();
    }

    long machine(long workerId) {
        return workerId & mask(machineBits());
    }

    int machineBits() {
        return workerBits - datacenterBits;
    }

    /** The number of bits of an id. */
    int bits() {
        return timestampBits + workerBits + sequenceBits;
    }

    /** The largest id. */
    long maxId() {
        return ~0L >>> (Long.SIZE - bits());
    }

    /** The largest value of so many bits. */
    static long mask(int bits) {
        return (1L << bits) - 1;
    }

    /** Whether both make the same ids. How a worker id is divided does not matter. */
    boolean makesTheSameIdsAs(BitFields other) {
        return timestampBits == other.timestampBits
                && workerBits == other.workerBits
                && sequenceBits == other.sequenceBits
                && order == other.order;
    }

    @Override
    public String toString() {
        String worker = "worker " + workerBits;
        String sequence = "sequence " + sequenceBits;
        return "timestamp " + timestampBits + " | "
                + (order == Order.WORKER_SEQUENCE ? worker + " | " + sequence : sequence + " | " + worker);
    }
}
