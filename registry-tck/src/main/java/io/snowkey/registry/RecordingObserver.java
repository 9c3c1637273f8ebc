// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what an observer is told. */
final class RecordingObserver implements RegistryObserver {

    /** A call: its name, and what it said of the worker id, the generation, the skew and the failure. */
    record Call(
            String name,
            long workerId,
            long generation,
            Duration clockSkew,
            String failure,
            Instant from,
            Instant until) {

        static Call of(String name) {
            return new Call(name, -1, -1, Duration.ZERO, "", Instant.MIN, Instant.MIN);
        }

        Call worker(long workerId, long generation) {
            return new Call(name, workerId, generation, clockSkew, failure, from, until);
        }

        Call skew(Duration clockSkew) {
            return new Call(name, workerId, generation, clockSkew, failure, from, until);
        }

        Call failure(Throwable cause) {
            return new Call(name, workerId, generation, clockSkew, String.valueOf(cause.getMessage()), from, until);
        }

        Call span(Instant from, Instant until) {
            return new Call(name, workerId, generation, clockSkew, failure, from, until);
        }
    }

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Duration> times = new CopyOnWriteArrayList<>();

    /** The calls since the last time that this was asked. */
    List<Call> newCalls() {
        List<Call> recorded = List.copyOf(calls);
        calls.clear();
        return recorded;
    }

    /** All durations that were ever told. */
    List<Duration> times() {
        return times;
    }

    @Override
    public void acquired(long workerId, long generation, Duration took) {
        calls.add(Call.of("acquired").worker(workerId, generation));
        times.add(took);
    }

    @Override
    public void acquisitionFailed(Duration took, RuntimeException cause) {
        calls.add(Call.of("acquisitionFailed").failure(cause));
        times.add(took);
    }

    @Override
    public void heartbeatRenewed(long workerId, Duration took, Duration clockSkew) {
        calls.add(Call.of("heartbeatRenewed").worker(workerId, -1).skew(clockSkew));
        times.add(took);
    }

    @Override
    public void heartbeatFailed(long workerId, Duration took, WorkerRegistryException cause) {
        calls.add(Call.of("heartbeatFailed").worker(workerId, -1).failure(cause));
        times.add(took);
    }

    @Override
    public void clockTooFarOff(Duration clockSkew) {
        calls.add(Call.of("clockTooFarOff").skew(clockSkew));
    }

    @Override
    public void leaseLost(long workerId, long generation) {
        calls.add(Call.of("leaseLost").worker(workerId, generation));
    }

    @Override
    public void databaseWentBack(long workerId, long generation, Instant from, Instant until) {
        calls.add(Call.of("databaseWentBack").worker(workerId, generation).span(from, until));
    }

    @Override
    public void released(long workerId, long generation) {
        calls.add(Call.of("released").worker(workerId, generation));
    }
}
