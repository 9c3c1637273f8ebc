// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.snowkey.protocol.Tlc.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The protocol keeps its rules in every state of every model. */
final class ModelsTest {

    @ParameterizedTest
    @MethodSource
    void keepsAllRules(Model model) throws IOException {
        Result result = model.check();
        report(model, result);
        assertThat(Files.readString(Tlc.SPECIFICATION.resolve("README.md")))
                .as("what the README says of the model")
                .containsPattern("\\| `" + model + "` \\| .* \\| " + result.states() + " \\|");
    }

    static List<Model> keepsAllRules() {
        return Model.all("");
    }

    /** {@code -Dsnowkey.protocol.long=true}: takes hours. */
    @ParameterizedTest
    @MethodSource
    @EnabledIfSystemProperty(named = "snowkey.protocol.long", matches = "true")
    void keepsAllRulesWithWiderBounds(Model model) {
        report(model, model.check());
    }

    static List<Model> keepsAllRulesWithWiderBounds() {
        return Model.all("long");
    }

    private static void report(Model model, Result result) {
        assertThat(result.isClean()).as(result.output()).isTrue();
        System.out.println("Model " + model + ": complete, no rule broken, states: " + result.states());
    }

    /** Or a rule would hold because nothing ever happens to which it applies. */
    @Test
    void everyActionIsTaken() throws IOException {
        Set<String> taken = new TreeSet<>();
        for (Model model : Model.all("")) {
            model.check().fired().forEach((action, count) -> {
                if (count > 0) {
                    taken.add(action);
                }
            });
        }
        assertThat(actions()).hasSizeGreaterThan(25);
        assertThat(taken).containsAll(actions());
    }

    /** A statement that finds its row, and one that does not. */
    @Test
    void everyAnswerIsGiven() throws IOException {
        Set<Integer> reached = new HashSet<>();
        for (Model model : Model.all("")) {
            model.check().reached().forEach((line, count) -> {
                if (count > 0) {
                    reached.add(line);
                }
            });
        }
        List<String> lines = Files.readAllLines(Tlc.SPECIFICATION.resolve("Claims.tla"));
        int answers = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("THEN /\\ row' =") || lines.get(i).contains("ELSE /\\ UNCHANGED")) {
                answers++;
                assertThat(reached).as(lines.get(i)).contains(i + 1);
            }
        }
        assertThat(answers).as("acquire, renew, install again, release").isEqualTo(2 * 4);
    }

    /** The names in the definition of what can happen. */
    private static Set<String> actions() throws IOException {
        String specification = Files.readString(Tlc.SPECIFICATION.resolve("Claims.tla"));
        String next = specification.substring(specification.indexOf("\nNext =="), specification.indexOf("\nSpec =="));
        Set<String> actions = new TreeSet<>();
        Pattern.compile("\\b[A-Z][a-z]\\w+")
                .matcher(next)
                .results()
                .map(found -> found.group())
                .filter(name -> !Set.of("Next", "Procs", "Times").contains(name))
                .forEach(actions::add);
        return actions;
    }
}
