// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Faults that happened together.
 *
 * @param lastedMillis from the beginning of the first to the end of the last
 * @param backMillis from the end of the last to the next id, by worker; -1 if there was none within
 *     {@link Torment#PATIENCE}
 */
record Event(Instant began, List<String> faults, long lastedMillis, Map<String, Long> backMillis) {}
