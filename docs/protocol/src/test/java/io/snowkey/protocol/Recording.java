// SPDX-License-Identifier: Apache-2.0
package io.snowkey.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What processes and their database did, a step per line, as the README of the protocol describes it. The specification
 * follows it for each worker id on its own.
 *
 * <p>Times become their places in the order of all times of the recording, for the specification only compares them. Tokens
 * become numbers in the order in which they come up, as the specification draws them. Processes become numbers that are
 * used again once a process is not heard of any more.
 */
record Recording(String name, List<String> lines) {

    private static final Set<String> TIMES = Set.of("now", "from", "until", "told", "mark", "next", "end");
    private static final Set<String> PROCESSES = Set.of("p", "q", "to");
    private static final Set<String> NUMBERS = Set.of("seen", "gen", "rows");
    private static final String NOBODY = "-";

    /** What the line of a step has to say, besides its worker id and how often its statement is executed. */
    private static final Map<String, Set<String>> STEPS = Map.ofEntries(
            Map.entry("askTake", Set.of("p", "seen", "now", "from", "until", "holder")),
            Map.entry("take", Set.of("to", "seen", "now", "from", "until", "holder", "rows", "row")),
            Map.entry("askRenew", Set.of("p", "until", "token")),
            Map.entry("renew", Set.of("to", "gen", "holder", "told", "token", "until", "rows", "row")),
            Map.entry("skewed", Set.of("to", "gen", "holder", "told", "token", "until", "rows", "row")),
            Map.entry("askInstall", Set.of("p")),
            Map.entry("install", Set.of("to", "gen", "holder", "told", "token", "until", "from", "rows", "row")),
            Map.entry("askRepair", Set.of("p")),
            Map.entry("repair", Set.of("to", "gen", "holder", "mark", "rows", "row")),
            Map.entry("askRelease", Set.of("p")),
            Map.entry("release", Set.of("to", "gen", "holder", "told", "token", "until", "mark", "rows", "row")),
            Map.entry("hear", Set.of("p")),
            Map.entry("holds", Set.of("p", "from", "end", "sealed")),
            Map.entry("issue", Set.of("p", "next")),
            Map.entry("takeBack", Set.of("p")),
            Map.entry("seal", Set.of("p")),
            Map.entry("giveUp", Set.of("p")),
            Map.entry("crash", Set.of("p")),
            Map.entry("clone", Set.of("p", "q")),
            Map.entry("save", Set.of()),
            Map.entry("goBack", Set.of()));

    /** A line that says something. */
    record Step(int line, String what, Map<String, String> values) {

        private static Step parse(int line, String text) {
            List<String> words = Arrays.asList(text.strip().split("\\s+"));
            Map<String, String> values = new LinkedHashMap<>();
            for (String word : words.subList(1, words.size())) {
                String[] pair = word.split("=", -1);
                if (pair.length != 2 || values.put(pair[0], pair[1]) != null) {
                    throw wrong(line, "'" + word + "' is not a key=value, or comes twice");
                }
            }
            Step step = new Step(line, words.get(0), values);
            step.validate();
            return step;
        }

        private void validate() {
            Set<String> needed = STEPS.get(what);
            if (needed == null) {
                throw wrong(line, "there is no step '" + what + "', but " + new TreeSet<>(STEPS.keySet()));
            }
            Set<String> said = new TreeSet<>(values.keySet());
            said.removeAll(Set.of("worker", "times"));
            if (!said.equals(needed)) {
                throw wrong(line, what + " has to say " + new TreeSet<>(needed) + ", and says " + said);
            }
        }

        private List<String> processes() {
            return values.entrySet().stream()
                    .filter(value -> PROCESSES.contains(value.getKey()))
                    .map(Map.Entry::getValue)
                    .filter(name -> !name.equals(NOBODY))
                    .toList();
        }
    }

    private static IllegalArgumentException wrong(int line, String message) {
        return new IllegalArgumentException("Line " + line + ": " + message);
    }

    /** What the specification is to follow: a sequence of steps in TLA+, and the line of each. */
    record Behaviour(Recording recording, String worker, List<String> steps, List<Integer> lines, int processes) {

        /** The line of a step, counted from 1. */
        String describe(int step) {
            int line = lines.get(step - 1);
            return recording.name() + ", line " + line + ": '"
                    + recording.lines().get(line - 1).strip() + "'";
        }
    }

    /** One for each worker id. */
    List<Behaviour> behaviours() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                steps.add(Step.parse(i + 1, text));
            }
        }
        Set<String> workers = new TreeSet<>();
        steps.stream()
                .filter(step -> !STEPS.get(step.what()).isEmpty())
                .forEach(step -> workers.add(step.values().getOrDefault("worker", "")));
        return workers.stream()
                .map(worker -> new Translation(steps.stream()
                                .filter(step -> step.values()
                                        .getOrDefault(
                                                "worker", STEPS.get(step.what()).isEmpty() ? worker : "")
                                        .equals(worker))
                                .toList())
                        .behaviour(worker))
                .toList();
    }

    private final class Translation {

        private final List<Step> steps;
        private final Map<Long, Integer> places = new HashMap<>();
        private final Map<String, Integer> holders = new HashMap<>();
        private final Map<String, Integer> tokens = new HashMap<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Deque<Integer> free = new ArrayDeque<>();
        private int processes;

        Translation(List<Step> steps) {
            this.steps = steps;
            TreeMap<Long, Boolean> times = new TreeMap<>(Map.of(0L, true));
            for (Step step : steps) {
                step.values().forEach((key, value) -> {
                    if (TIMES.contains(key) && !value.equals(NOBODY)) {
                        times.put(time(step, value), true);
                    } else if (key.equals("row")) {
                        times.put(time(step, row(step)[2]), true);
                    }
                });
            }
            times.keySet().forEach(time -> places.put(time, places.size()));
        }

        Behaviour behaviour(String worker) {
            Map<String, Integer> last = new HashMap<>();
            for (int i = 0; i < steps.size(); i++) {
                for (String process : steps.get(i).processes()) {
                    last.put(process, i);
                }
            }
            List<String> all = new ArrayList<>();
            List<Integer> at = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                all.add(record(step));
                at.add(step.line());
                for (String process : step.processes()) {
                    if (last.get(process) == i && numbers.containsKey(process)) {
                        int number = numbers.remove(process);
                        free.push(number);
                        all.add("[do |-> \"end\", p |-> " + number + "]");
                        at.add(step.line());
                    }
                }
            }
            return new Behaviour(Recording.this, worker, all, at, processes);
        }

        private String record(Step step) {
            StringBuilder record = new StringBuilder("[do |-> \"" + step.what() + "\"");
            if (step.values().containsKey("to")) {
                record.append(", times |-> \"")
                        .append(step.values().getOrDefault("times", "once"))
                        .append('"');
            }
            step.values().forEach((key, value) -> {
                if (!key.equals("worker") && !key.equals("times")) {
                    record.append(", ").append(key).append(" |-> ").append(value(step, key, value));
                }
            });
            return record.append(']').toString();
        }

        private String value(Step step, String key, String value) {
            if (TIMES.contains(key)) {
                return value.equals(NOBODY) ? "0" : String.valueOf(places.get(time(step, value)));
            }
            if (PROCESSES.contains(key)) {
                return value.equals(NOBODY) ? "0" : String.valueOf(number(value));
            }
            if (NUMBERS.contains(key)) {
                return String.valueOf(time(step, value));
            }
            return switch (key) {
                case "holder" -> token(holders, value);
                case "token" -> token(tokens, value);
                case "row" ->
                    "[gen |-> " + row(step)[0] + ", holder |-> " + token(holders, row(step)[1]) + ", mark |-> "
                            + places.get(time(step, row(step)[2])) + "]";
                case "sealed" -> Boolean.parseBoolean(value) ? "TRUE" : "FALSE";
                default -> throw wrong(step.line(), "there is no key '" + key + "'");
            };
        }

        private int number(String process) {
            return numbers.computeIfAbsent(process, any -> free.isEmpty() ? ++processes : free.pop());
        }

        private static String token(Map<String, Integer> drawn, String token) {
            return token.equals(NOBODY) ? "0" : String.valueOf(drawn.computeIfAbsent(token, any -> drawn.size() + 1));
        }

        private static String[] row(Step step) {
            String[] row = step.values().get("row").split("/", -1);
            if (row.length != 3) {
                throw wrong(step.line(), "a row is generation/holder/mark");
            }
            return row;
        }

        private static long time(Step step, String value) {
            long time;
            try {
                time = Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw wrong(step.line(), "'" + value + "' is not a number");
            }
            if (time < 0) {
                throw wrong(step.line(), "times are not negative, and this is " + time);
            }
            return time;
        }
    }
}
