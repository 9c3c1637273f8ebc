// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The search for a counterexample to each of several flaws, in one run of the model checker: the shortest of each, for all
 * are searched breadth-first, and each only until it is found.
 */
record Search(Model model, List<Flaw> flaws) {

    private static final Pattern FOUND = Pattern.compile("(?m)^<<\"broken\", (\\d+), (\\d+)>>");

    /** A rule that is taken out, the model that shows it, and what does not hold then. */
    record Flaw(String name, String model, String broken) {}

    /** Gives back the flaws that were found, each with the number of steps that lead to what is wrong. */
    Map<Flaw, Integer> run() {
        Tlc.Result result =
                Tlc.check("search " + model, "Search", model.searching(), Map.of("Search", module()), List.of());
        if (!result.isClean()) {
            throw new AssertionError(result.output());
        }
        Map<Flaw, Integer> found = new LinkedHashMap<>();
        Matcher matcher = FOUND.matcher(result.output());
        while (matcher.find()) {
            found.put(flaws.get(Integer.parseInt(matcher.group(1)) - 1), Integer.parseInt(matcher.group(2)) - 1);
        }
        return found;
    }

    private String module() {
        return """
                ---- MODULE Search ----
                EXTENDS Claims
                SearchedFlaws == {%s}
                ASSUME \\A i \\in 1..%d : TLCSet(i, FALSE)
                Number == CASE %s
                Holds == CASE %s
                Searching ==
                  IF TLCGet(Number) \\/ TLCGet("level") > 40 THEN FALSE
                  ELSE IF Holds THEN TRUE
                  ELSE TLCSet(Number, TRUE) /\\ PrintT(<<"broken", Number, TLCGet("level")>>) /\\ FALSE
                ====
                """
                .formatted(
                        each(", ", "{\"%2$s\"}"),
                        flaws.size(),
                        each(" [] ", "flaws = {\"%2$s\"} -> %1$d"),
                        each(" [] ", "flaws = {\"%2$s\"} -> %3$s"));
    }

    private String each(String between, String text) {
        return IntStream.range(0, flaws.size())
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        text,
                        i + 1,
                        flaws.get(i).name(),
                        flaws.get(i).broken()))
                .collect(Collectors.joining(between));
    }

    @Override
    public String toString() {
        return model.toString();
    }
}
