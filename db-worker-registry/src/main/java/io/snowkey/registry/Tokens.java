// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Where the tokens of heartbeats come from. */
interface Tokens {

    /** A token that no other process draws, for a question until then. */
    String token(long untilMillis);

    /**
     * Mixed from everything that two clones may have different: a random number alone will not do, for the state of their
     * random generators is cloned, too, and on some virtual machines even that of the kernel. So the monotonic clock and
     * the wall clock are in it to the nanosecond. And the end that is asked for: clones that draw the same token in spite
     * of all have to ask for the same end to be taken for one.
     */
    static Tokens mixed(RandomGenerator random, Time time) {
        return untilMillis -> {
            Instant now = time.clock().instant();
            ByteBuffer mixed = ByteBuffer.allocate(6 * Long.BYTES)
                    .putLong(random.nextLong())
                    .putLong(random.nextLong())
                    .putLong(time.nanoTime().getAsLong())
                    .putLong(now.getEpochSecond())
                    .putLong(now.getNano())
                    .putLong(untilMillis);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(mixed.array());
                return HexFormat.of().formatHex(digest, 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has it
            }
        };
    }
}
