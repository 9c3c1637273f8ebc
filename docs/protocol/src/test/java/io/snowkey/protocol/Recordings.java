// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.snowkey.protocol.Recording.Behaviour;
import io.snowkey.protocol.Tlc.Result;

/** Has the specification follow recordings, any number in one run. */
final class Recordings {

    private static final String CONFIGURATION =
            """
            SPECIFICATION FollowSpec
            CONSTANTS
              Procs <- RecordedProcs
              NoOne = 0
              LastTime = 0
              MaxTakes = 0
              MaxQuestions = 0
              MaxInFlight = 0
              MaxClones = 0
              MaxLosses = 0
              Replay = TRUE
              ClockStepsBack = TRUE
              Calm = FALSE
              LateAfterLoss = TRUE
              Tried = {{}}
            CONSTRAINT Report
            CHECK_DEADLOCK FALSE
            """;

    private static final Pattern ENDED = Pattern.compile("(?m)^<<\"(followed|broken|refused)\", (\\d+), (\\d+)>>");

    private Recordings() {}

    /**
     * Follows each of them to its end, or to the first step that the protocol does not allow or that breaks a rule.
     *
     * @return that step of each recording that has one
     */
    static Map<Recording, String> refused(String name, List<Recording> recordings) {
        List<Behaviour> all =
                recordings.stream().flatMap(each -> each.behaviours().stream()).toList();
        Result result = Tlc.check(name, "Behaviours", CONFIGURATION, Map.of("Recorded", module(all)), List.of());
        List<MatchResult> ended = ENDED.matcher(result.output()).results().toList();
        if (!result.isClean() || ended.size() != all.size()) {
            throw new AssertionError(result.output());
        }
        Map<Recording, String> refused = new HashMap<>();
        for (MatchResult end : ended) {
            Behaviour behaviour = all.get(Integer.parseInt(end.group(2)) - 1);
            int at = Integer.parseInt(end.group(3));
            if (end.group(1).equals("refused")) {
                refused.put(behaviour.recording(), behaviour.describe(at) + " is not allowed");
            } else if (end.group(1).equals("broken")) {
                refused.put(behaviour.recording(), behaviour.describe(at - 1) + " breaks a rule");
            }
        }
        return refused;
    }

    private static String module(List<Behaviour> all) {
        int processes = all.stream().mapToInt(Behaviour::processes).max().orElse(1);
        List<String> behaviours = new ArrayList<>();
        for (Behaviour behaviour : all) {
            behaviours.add("<<" + String.join(",\n  ", behaviour.steps()) + ">>");
        }
        return "---- MODULE Recorded ----\nEXTENDS Integers\nRecordedProcs == 1.." + processes + "\nRecorded == <<\n"
                + behaviours.stream().collect(Collectors.joining(",\n")) + "\n>>\n====\n";
    }
}
