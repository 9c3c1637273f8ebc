// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.client;

import java.util.HashMap;
import java.util.Map;

import io.snowkey.examples.client.Fetcher.IdCheck;

/**
 * Tells new ids from repeated ones, with one number per worker. The ids of a worker grow, and one answer is asked for
 * after the other. So an id that is not above all earlier ids of its worker is not new: a proxy repeated an answer, or
 * two processes issue under one worker id. With the wrong bits, it refuses ids that are new, but never accepts one
 * twice.
 *
 * <p>For one thread only.
 */
final class DuplicateCheck implements IdCheck {

    private final int shift;
    private final long mask;
    private final Map<Long, Long> highest = new HashMap<>();

    /**
     * @param bits how many bits of an id name its worker
     * @param shift how many bits lie below them
     */
    DuplicateCheck(int bits, int shift) {
        this.shift = shift;
        this.mask = (1L << bits) - 1;
    }

    @Override
    public void check(long[] ids) throws RequestFailedException {
        // A refused answer leaves no mark: a forged id in it must not make later ids look old.
        Map<Long, Long> marks = new HashMap<>();
        for (long id : ids) {
            long worker = (id >>> shift) & mask;
            Long mark = marks.get(worker);
            if (mark == null) {
                mark = highest.getOrDefault(worker, -1L);
            }
            if (id <= mark) {
                throw new RequestFailedException(
                        "the answer has id " + id + " of worker " + worker + ", from which id " + mark
                                + " came before. It was repeated on the way, or two processes issue under this worker"
                                + " id (or workerId of the client is not that of the service's layout).");
            }
            marks.put(worker, id);
        }
        highest.putAll(marks);
    }
}
