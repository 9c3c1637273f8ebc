// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.snowkey.protocol.Search.Flaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each rule that is taken out of the protocol gives a counterexample, in a model that is clean with it. */
final class FlawsTest {

    private static Flaw flaw(String name, String model, String broken) {
        return new Flaw(name, model, broken);
    }

    private static final List<Flaw> FLAWS = List.of(
            flaw("acquire ignores the mark", "undisturbed", "Rule4"),
            flaw("acquire trusts what it has read", "undisturbed", "Rule4"),
            flaw("an acquisition without an answer counts", "undisturbed", "Rule4"),
            flaw("a heartbeat without an answer counts", "undisturbed", "Rule4"),
            flaw("renew compares neither generation nor holder", "undisturbed", "Rule1"),
            flaw("release compares neither generation nor holder", "undisturbed", "MarkAhead"),
            flaw("release before sealing", "undisturbed", "Rule4"),
            flaw("release writes a mark that is too low", "undisturbed", "Rule4"),
            flaw("the generator does not stop at the end of its claim", "undisturbed", "Rule4"),
            flaw("the counter begins again", "undisturbed", "Rule4"),
            flaw("renew lowers the mark", "repeated", "MarkAhead"),
            flaw("the fence is what was told only", "repeated", "Rule3"),
            flaw("a new question before the old one is answered", "repeated", "Rule3"),
            flaw("a list of unanswered tokens", "repeated", "Rule3"),
            flaw("a list of unanswered tokens and the own one", "repeated", "Rule3"),
            flaw("renew has no fence", "cloned", "Rule4"),
            flaw("the fence is what was asked only", "cloned", "Rule4"),
            flaw("tokens repeat", "cloned", "Rule4"),
            flaw("release has no fence", "parted", "Rule4"),
            flaw("no repair", "lost", "Rule5"),
            flaw("repair looks at the generation only", "lost", "Rule5"),
            flaw("repair ignores where the holder's claim begins", "lost", "Rule5"),
            flaw("repair only raises the mark", "lost", "Rule5"),
            flaw("repair leaves the own row alone", "lost", "Rule5"),
            flaw("a repair without an answer counts", "lost", "Rule5"),
            flaw("release without a repair", "lost", "Rule5"),
            flaw("renew raises to what was asked only", "long/lost-and-stepped", "Rule5"));

    static Collection<Search> givesACounterexample() {
        return FLAWS.stream()
                .collect(Collectors.groupingBy(Flaw::model, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(each -> new Search(Model.named(each.getKey()), each.getValue()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource
    void givesACounterexample(Search search) throws IOException {
        String readme = Files.readString(Tlc.SPECIFICATION.resolve("README.md"));
        Map<Flaw, Integer> found = search.run();
        found.forEach((flaw, steps) -> System.out.println(
                "Flaw '" + flaw.name() + "' breaks " + flaw.broken() + " in " + flaw.model() + ", steps: " + steps));
        found.forEach((flaw, steps) -> assertThat(readme)
                .contains("| %s | `%s` | `%s` | %d |".formatted(flaw.name(), flaw.model(), flaw.broken(), steps)));
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(search.flaws());
    }

    @Test
    void everyFlawOfTheSpecificationIsTried() throws IOException {
        Set<String> specified = new TreeSet<>();
        Pattern.compile("Flaw\\(\"([^\"]+)\"\\)")
                .matcher(Files.readString(Tlc.SPECIFICATION.resolve("Claims.tla")))
                .results()
                .forEach(found -> specified.add(found.group(1)));
        assertThat(FLAWS.stream().map(Flaw::name).collect(Collectors.toSet())).isEqualTo(specified);
    }
}
