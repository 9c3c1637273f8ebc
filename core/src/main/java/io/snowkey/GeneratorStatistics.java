// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.time.Duration;
import java.util.Map;

import io.snowkey.IdRefusedException.Reason;

/**
 * What a generator did since it was built. While other threads use it, the numbers belong to slightly different
 * moments.
 *
 * @param issued ids issued
 * @param tickWaits how often a caller found all ids of a tick taken and waited for the next one
 * @param clockWaits how often a caller waited for a clock that had moved back
 * @param backwardSteps how often the clock was found to have moved back behind the newest id
 * @param largestBackwardStep the largest of these steps
 * @param refusals refused calls by reason; every reason is present
 * @param claimLeft the time from now to the end of the present claim; 0 if the claim is over or sealed. It is many
 *     thousand years for a fixed worker id with a layout that lasts as long
 */
public record GeneratorStatistics(
        long issued,
        long tickWaits,
        long clockWaits,
        long backwardSteps,
        Duration largestBackwardStep,
        Map<Reason, Long> refusals,
        Duration claimLeft) {

    /** Copies what it is given. */
    public GeneratorStatistics {
        refusals = Map.copyOf(refusals);
    }
}
