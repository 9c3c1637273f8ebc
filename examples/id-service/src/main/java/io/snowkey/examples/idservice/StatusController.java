// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.time.InstantSource;

import io.snowkey.Claim;
import io.snowkey.GeneratorStatistics;
import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the workers of the namespace and the statistics of this node. Looking issues no id. */
@RestController
final class StatusController {

    private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

    private final SnowflakeGenerator generator;
    private final Workers workers;
    private final Latencies latencies;
    private final Peaks peaks;
    private final WorkersView.Frame frame;

    StatusController(
            SnowflakeGenerator generator,
            Workers workers,
            IdService idService,
            Peaks peaks,
            WorkerLease lease,
            ApplicationContext context) {
        this.generator = generator;
        this.workers = workers;
        this.latencies = idService.latencies();
        this.peaks = peaks;
        this.frame = new WorkersView.Frame(
                context.getEnvironment().getProperty("snowkey.namespace", "default"),
                generator.layout(),
                () -> held(lease, InstantSource.system()),
                InstantSource.system());
    }

    /**
     * The worker id that is held now, or {@code null}. If its lease was lost, or its claim has ended, it may be another
     * node's by now.
     */
    private static @Nullable Long held(WorkerLease lease, InstantSource clock) {
        Claim claim = lease.heldClaim();
        return claim != null && !claim.isSealed() && clock.millis() < claim.untilMillis() ? claim.workerId() : null;
    }

    @GetMapping(path = "/workers", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WorkersView> workers() {
        Workers.Snapshot latest = workers.latest();
        if (latest == null) {
            throw new ProblemException(Problem.busy("The table of workers could not be read yet."));
        }
        return fresh(frame.view(latest));
    }

    @GetMapping(path = "/statistics", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<StatisticsView> statistics() {
        GeneratorStatistics statistics = generator.statistics();
        return fresh(new StatisticsView(
                statistics.issued(),
                latencies.requests(),
                statistics.tickWaits(),
                statistics.clockWaits(),
                statistics.refusals().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                statistics.claimLeft().toMillis() / 1_000.0,
                latencies.summary(),
                peaks.lastHour()));
    }

    @GetMapping("/openapi.yaml")
    ResponseEntity<Resource> openApi() {
        return ResponseEntity.ok().contentType(YAML).body(new ClassPathResource("openapi.yaml"));
    }

    private static <T> ResponseEntity<T> fresh(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }

    /**
     * What this node did since it started.
     *
     * @param issued ids issued, flakes included
     * @param requests requests for ids that were answered, in any way
     * @param tickWaits how often a call waited because the ids of a tick were used up
     * @param clockWaits how often a call waited for a clock that had gone back
     * @param refusals calls that were refused an id
     * @param claimSecondsLeft how long ids can be issued if the lease is not renewed any more
     * @param latencyMicros how long the requests of the last 10 to 20 seconds took within this node
     * @param lastHour the highest values of the last hour
     */
    record StatisticsView(
            long issued,
            long requests,
            long tickWaits,
            long clockWaits,
            long refusals,
            double claimSecondsLeft,
            Latencies.Summary latencyMicros,
            Peaks.LastHour lastHour) {}
}
