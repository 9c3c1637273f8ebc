// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes the tokens of heartbeats. */
interface Tokens {

    /** A token that no other process draws. {@code untilMillis} is the end that its request asks for. */
    String token(long untilMillis);

    /**
     * Makes tokens from all that may differ between two clones. A random number alone does not do: the state of a
     * random generator is cloned, too, and on some virtual machines even that of the kernel. So the monotonic clock
     * and the wall clock are in the token, to the nanosecond. The end that is asked for is in it as well. So even
     * clones that draw the same numbers at the same time get the same token only if they ask for the same end.
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
                throw new IllegalStateException(e); // every Java has SHA-256
            }
        };
    }
}
