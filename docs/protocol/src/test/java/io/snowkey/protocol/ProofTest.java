// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The proof, by each solver that is installed. A check says in front what must come out: {@code unsat} for what is proved,
 * {@code sat} for what is possible, and for what a missing rule would allow.
 */
final class ProofTest {

    @ParameterizedTest
    @ValueSource(strings = {"z3 -in", "cvc5 --incremental --lang=smt2 -"})
    void eachStepKeepsTheInvariantAndNeedsEachOfItsRules(String solver) throws IOException {
        String name = solver.split(" ", 2)[0];
        Assumptions.assumeTrue(Program.find(name) != null, name + " is not installed");
        Path folder = Files.createDirectories(Tlc.SPECIFICATION.resolve("target/proof-" + name));
        Path proof = Files.writeString(folder.resolve("proof.smt2"), proof());

        List<String> lines = Program.run(folder, proof, List.of(solver.split(" ")))
                .lines()
                .map(line -> line.replace("\"", ""))
                .toList();

        List<String> wrong = new ArrayList<>();
        int proved = 0;
        int possible = 0;
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String expected = lines.get(i).split(" ", 2)[0];
            if (!lines.get(i + 1).equals(expected)) {
                wrong.add(lines.get(i) + ": " + lines.get(i + 1));
            } else if (expected.equals("unsat")) {
                proved++;
            } else {
                possible++;
            }
        }
        assertThat(wrong).as(String.join("\n", lines)).isEmpty();
        assertThat(lines)
                .as("a line that says what must come out, and one that says what did")
                .hasSize(2 * checks());
        System.out.println("Proof by " + name + ": " + proved + " times unsat, " + possible + " times sat");
    }

    private static int checks() throws IOException {
        return proof().split("\\(check-sat\\)", -1).length - 1;
    }

    private static String proof() throws IOException {
        StringBuilder proof = new StringBuilder();
        try (Stream<Path> files = Files.list(Tlc.SPECIFICATION.resolve("proof"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".smt2"))
                    .sorted()
                    .toList()) {
                proof.append(Files.readString(file)).append('\n');
            }
        }
        return proof.toString();
    }
}
