// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.snowkey.registry.SimLedger.Row;
import io.snowkey.registry.SimStatements.Call;
import io.snowkey.registry.StatementAudit.Executed;

/**
 * Puts what several processes wrote into their {@link StatementLog} and what the database wrote into its
 * {@link StatementAudit} into one order.
 *
 * <p>The order of the database is kept, and that of each process. Otherwise a process does everything as early as it
 * can, because what it does between two statements depends on nobody else.
 */
final class StatementLogs {

    private static final SimStatements STATEMENTS = new SimStatements(new PostgreSql());

    /** A line of a process. */
    private record Event(String what, List<String> words) {

        long number(int word) {
            return Long.parseLong(words.get(word));
        }
    }

    /** A statement that a process has sent. */
    private record Asked(OfProcess process, long number, Call call) {}

    private record Before(long worker, long generation) {}

    /** What is left of the log of a process. */
    private final class OfProcess {
        private final String name;
        private final Deque<Event> events;
        private final Map<Long, Asked> asked = new HashMap<>();
        private final Set<Long> done = new HashSet<>();

        OfProcess(Path ids) throws IOException {
            name = ids.getFileName().toString();
            events = new ArrayDeque<>();
            for (String line : Files.readAllLines(StatementLog.fileBeside(ids))) {
                List<String> words = Arrays.asList(line.split(" "));
                events.add(new Event(words.get(0), words));
                if (words.get(0).equals("asked")) {
                    ask(words);
                } else if (words.get(0).equals("heard")) {
                    heard.add(asked.get(Long.parseLong(words.get(1))));
                }
            }
        }

        private void ask(List<String> words) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (String word : words.subList(4, words.size())) {
                String[] pair = word.split("=", 2);
                boolean text = pair[0].equals("holder") || pair[0].equals("token");
                values.put(pair[0], text ? pair[1] : (Object) Long.valueOf(pair[1]));
            }
            RegistryStatement which = RegistryStatement.valueOf(words.get(3));
            Call call = STATEMENTS.call(which, values);
            Asked statement = new Asked(this, Long.parseLong(words.get(1)), call);
            asked.put(statement.number(), statement);
            if (call.writesRow()) {
                sessions.computeIfAbsent(Integer.valueOf(words.get(2)), session -> new ArrayDeque<>())
                        .add(statement);
            }
        }

        /** Goes on until a statement has left. */
        void until(Asked statement) {
            while (!done.contains(statement.number())) {
                next();
            }
        }

        /** Goes on until the next statement, or to its end. */
        void untilTheNext() {
            while (!events.isEmpty() && !events.peek().what().equals("asked")) {
                next();
            }
        }

        private void next() {
            Event event = events.remove();
            switch (event.what()) {
                case "asked" -> {
                    done.add(event.number(1));
                    recorder.asked(name, asked.get(event.number(1)).call());
                }
                case "heard" -> recorder.heard(asked.get(event.number(1)).call());
                case "gaveUp" -> recorder.gaveUp(asked.get(event.number(1)).call());
                case "claim" ->
                    recorder.observed(name, event.number(1), event.number(2), event.number(3), event.number(4));
                default -> throw new IllegalStateException(event.toString());
            }
        }

        void toItsEnd() {
            while (!events.isEmpty()) {
                next();
            }
            recorder.crashed(name);
        }
    }

    private final SimRecorder recorder = new SimRecorder(true);
    private final List<OfProcess> processes = new ArrayList<>();
    /** The statements that were sent in each session, in their order. */
    private final Map<Integer, Deque<Asked>> sessions = new HashMap<>();

    private final Set<Asked> heard = new HashSet<>();
    private final Map<Long, Row> rows = new HashMap<>();
    private final Set<Before> history = new HashSet<>();

    private StatementLogs(List<Path> ids) throws IOException {
        for (Path each : ids) {
            processes.add(new OfProcess(each));
        }
    }

    /**
     * What was done, as the specification of the protocol reads it.
     *
     * @param ids the files of the processes with their ids
     * @param executed what the database executed
     */
    static List<String> inOrder(List<Path> ids, List<Executed> executed) throws IOException {
        StatementLogs logs = new StatementLogs(ids);
        executed.forEach(logs::add);
        logs.processes.forEach(OfProcess::toItsEnd);
        return logs.recorder.lines();
    }

    private void add(Executed executed) {
        switch (executed.what()) {
            case "goBack" -> {
                rows.clear();
                history.clear();
                recorder.table("goBack");
            }
            case "holder" -> history.add(new Before(executed.worker(), executed.generation()));
            default -> {
                Asked statement = statement(executed.session());
                long worker = statement.call().number("worker");
                statement.process().until(statement);
                Row before = rows.get(worker);
                if (executed.changed() == 1) {
                    rows.put(worker, executed.row());
                }
                boolean recorded = before != null && history.contains(new Before(worker, before.generation()));
                recorder.executed(statement.call(), executed.changed(), before, rows.get(worker), recorded);
                statement.process().untilTheNext();
            }
        }
    }

    /** The next statement of a session that was executed: if a later one was sent, one that failed was not. */
    private Asked statement(int session) {
        Deque<Asked> sent = sessions.get(session);
        Asked statement = sent.remove();
        while (!heard.contains(statement) && !sent.isEmpty()) {
            statement = sent.remove();
        }
        return statement;
    }
}
