// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.snowkey.Claim;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * A process of {@link LeaseInterleavingsTest}: explores the interleavings of two threads that use one lease. Its
 * arguments are a number of interleavings of each scenario, and scenarios.
 */
final class LeaseInterleavings {

    /** How it ends where something is wrong: the exit code. */
    static final int FOUND = 3;

    /** What the two threads do. */
    enum Scenario {
        LOST_AND_CLOSED("lose beat", "close nextId"),
        RENEWED_AND_CLOSED("beat nextId", "close nextId"),
        REPLACED("lose beat nextId", "nextId nextId");

        private final String one;
        private final String other;

        Scenario(String one, String other) {
            this.one = one;
            this.other = other;
        }

        private ExecutionScenario scenario() {
            return new ExecutionScenario(List.of(), List.of(actors(one), actors(other)), List.of(), actor("validate"));
        }
    }

    private LeaseInterleavings() {}

    public static void main(String[] arguments) {
        ModelCheckingOptions options = options(Integer.parseInt(arguments[0]));
        Arrays.stream(arguments)
                .skip(1)
                .map(Scenario::valueOf)
                .forEach(scenario -> options.addCustomScenario(scenario.scenario()));
        try {
            options.check(InterleavedLease.class);
        } catch (AssertionError found) {
            System.out.println(found.getMessage());
            System.exit(FOUND);
        }
        System.exit(0); // whatever threads were left behind
    }

    private static ModelCheckingOptions options(int invocations) {
        return new ModelCheckingOptions()
                .iterations(0) // of scenarios by chance
                .invocationsPerIteration(invocations)
                // InterleavedLease itself checks what must hold. Results depend on the order of the steps.
                .verifier(EpsilonVerifier.class)
                .minimizeFailedScenario(false)
                // Kotlin calls it internal. Half a minute unless set, which a busy machine may need for one order.
                .invocationTimeout$lincheck(Duration.ofMinutes(20).toMillis())
                .loopBound(100_000)
                .loopIterationsBeforeThreadSwitch(40)
                // Their steps are not explored: they belong to H2, to the clock and to the log.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(
                                PerThreadConnections.class.getName(),
                                InterleavedLease.TickingClock.class.getName(),
                                NonThrowingLog.class.getName())
                        .allMethods()
                        .ignore())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(InterleavedLease.class.getName())
                        .methods("execute", "number")
                        .ignore())
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(WorkerTable.class.getName())
                        .methods(statements())
                        .ignore())
                // A loop of a fixed length that touches nothing: taken for a lock, unless it is looked away from.
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(Claim.class.getName())
                        .methods("standAside")
                        .ignore());
    }

    /** All that talk to the database, but {@code connected}, which calls back. */
    private static String[] statements() {
        return Arrays.stream(WorkerTable.class.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> !name.equals("connected") && !name.contains("$"))
                .distinct()
                .toArray(String[]::new);
    }

    private static List<Actor> actors(String operations) {
        return Arrays.stream(operations.split(" ", -1))
                .map(LeaseInterleavings::actor)
                .toList();
    }

    private static Actor actor(String operation) {
        try {
            return new Actor(InterleavedLease.class.getMethod(operation), List.of(), false, false, false, false, false);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(operation, e);
        }
    }
}
