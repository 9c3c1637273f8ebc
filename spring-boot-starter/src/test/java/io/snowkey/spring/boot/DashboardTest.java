// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.snowkey.registry.TestDatabase;
import io.snowkey.spring.boot.book.Book;
import io.snowkey.spring.boot.book.BookApplication;
import io.snowkey.spring.boot.book.Books;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The queries of the dashboard and the rules on a real Prometheus, which has the series of a real application: their names and labels
 * are those that it exposes. Their values are made up for an hour, of two instances.
 */
@EnabledIf("io.snowkey.spring.boot.Prometheus#isThere")
class DashboardTest {

    private static final Path DIRECTORY = Path.of("../docs/monitoring");
    private static final Pattern SERIES = Pattern.compile("((?:snowkey|hikaricp)_\\w+)\\{(.*)} \\S+");
    private static final int MINUTES = 60;

    @TempDir
    private static Path directory;

    private static Prometheus prometheus;
    private static long end; // in seconds since the Unix epoch

    @BeforeAll
    static void start() throws Exception {
        end = Instant.now().getEpochSecond();
        prometheus = new Prometheus(directory, anHour(scrape()), DIRECTORY.resolve("snowkey-rules.yml"));
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    /** Of an application that has issued an id, and sent a heartbeat. */
    private static String scrape() {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BookApplication.class)
                .properties(Contexts.on(TestDatabase.h2()))
                .properties(
                        "server.port=0",
                        "spring.jpa.hibernate.ddl-auto=create",
                        "snowkey.registry.initialize-schema=always",
                        "snowkey.registry.heartbeat=2s")
                .run()) {
            context.getBean(Books.class).save(new Book("Ulysses"));
            PrometheusMeterRegistry meters = context.getBean(PrometheusMeterRegistry.class);
            return Patience.await()
                    .until(
                            meters::scrape,
                            scrape -> !scrape.contains("snowkey_worker_ids_free{namespace=\"default\"} NaN"));
        }
    }

    /** The series of a scrape, each minute for an hour, growing: as OpenMetrics has them, all of a name together. */
    private static String anHour(String scrape) {
        Map<String, Set<String>> labels = new TreeMap<>();
        scrape.lines().map(SERIES::matcher).filter(Matcher::matches).forEach(line -> labels.computeIfAbsent(
                        line.group(1), name -> new LinkedHashSet<>())
                .add(line.group(2)));
        StringBuilder text = new StringBuilder();
        labels.forEach((name, all) -> all.forEach(those -> List.of("a", "b").forEach(instance -> {
            for (int minute = 0; minute <= MINUTES; minute++) {
                long second = end - 60L * (MINUTES - minute);
                text.append(
                        "%s{%s,job=\"shop\",instance=\"%s\"} %d %d%n".formatted(name, those, instance, minute, second));
            }
        })));
        return text.append("# EOF\n").toString().replace("\r", "");
    }

    record Target(String panel, String type, JsonNode target) {

        String expr(String job) {
            return target.get("expr")
                    .asString()
                    .replace("$job", job)
                    .replace("$instance", ".+")
                    .replace("$namespace", ".+")
                    .replace("$__rate_interval", "4m");
        }

        boolean isInstant() {
            return target.path("instant").asBoolean();
        }

        @Override
        public String toString() {
            return panel + " " + target.get("refId").asString();
        }
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Files.readString(DIRECTORY.resolve("grafana-dashboard.json")));
    }

    static List<Target> targets() throws IOException {
        List<Target> targets = new ArrayList<>();
        dashboard().get("panels").forEach(panel -> panel.get("targets")
                .forEach(target -> targets.add(new Target(
                        panel.get("title").asString(), panel.get("type").asString(), target))));
        return targets;
    }

    private static JsonNode result(Target target, String job) throws Exception {
        return target.isInstant()
                ? prometheus
                        .query("query", Map.of("query", target.expr(job), "time", Long.toString(end)))
                        .get("result")
                : prometheus
                        .query(
                                "query_range",
                                Map.of(
                                        "query",
                                        target.expr(job),
                                        "start",
                                        Long.toString(end - 1800),
                                        "end",
                                        Long.toString(end),
                                        "step",
                                        "60"))
                        .get("result");
    }

    @ParameterizedTest
    @MethodSource("targets")
    void eachQueryHasAnAnswer(Target target) throws Exception {
        JsonNode result = result(target, "shop");
        assertThat(result).isNotEmpty();
        if (target.type().equals("stat")) {
            assertThat(result).hasSize(1);
            return;
        }
        // Each line of a panel is told from the others by its legend, and none of that is empty.
        Set<String> legends = new TreeSet<>();
        Set<String> wanted =
                names("\\{\\{(\\w+)}}", target.target().get("legendFormat").asString());
        result.forEach(series -> legends.add(wanted.stream()
                .map(label -> series.get("metric").path(label).asString(""))
                .peek(value -> assertThat(value).isNotEmpty())
                .collect(Collectors.joining(" "))));
        assertThat(legends).hasSameSizeAs(result);
    }

    /** Where nothing was scraped, a count is 0; the others have no value, and should not show one. */
    @Test
    void countsOfNothingAreZero() throws Exception {
        Set<String> zero = new TreeSet<>();
        for (Target target : targets()) {
            if (target.type().equals("stat") && !result(target, "nothing").isEmpty()) {
                assertThat(result(target, "nothing").get(0).get("value").get(1).asString())
                        .isEqualTo("0");
                zero.add(target.panel());
            }
        }
        assertThat(zero)
                .containsExactly(
                        "Ids per second",
                        "Instances that refuse ids",
                        "Instances with a worker id",
                        "Leases that fail");
    }

    /** 1023 is not 1.02 K, a refusal is not an operation per second, and no axis has two units. */
    @Test
    void unitsAreThoseOfWhatIsShown() throws Exception {
        for (JsonNode panel : dashboard().get("panels")) {
            String unit = panel.at("/fieldConfig/defaults/unit").asString();
            String title = panel.get("title").asString();
            Set<String> units = new TreeSet<>();
            for (JsonNode target : panel.get("targets")) {
                String expr = target.get("expr").asString();
                boolean seconds = expr.contains("_seconds") && !expr.contains("increase("); // of a count of times
                units.add(seconds ? "s" : expr.contains("rate(") ? "per second" : "none");
            }
            assertThat(units).as(title).hasSize(1);
            assertThat(unit.startsWith("suffix:") ? "per second" : unit)
                    .as(title)
                    .isEqualTo(units.iterator().next());
        }
        JsonNode table = dashboard().get("panels").get(dashboard().get("panels").size() - 1);
        assertThat(table.get("type").asString()).isEqualTo("table");
        assertThat(table.at("/targets/0/format").asString()).isEqualTo("table");
    }

    @Test
    void everyMeterHasAPanel() throws Exception {
        Set<String> shown = targets().stream()
                .flatMap(target -> names("(snowkey_\\w+)", target.expr("shop")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = names("`(snowkey_\\w+)`", Files.readString(DIRECTORY.resolveSibling("monitoring.md")));
        assertThat(shown).isEqualTo(known);
    }

    @Test
    void theVariablesAreFilledWithLabelsThatThereAre() throws Exception {
        for (String label : List.of("job", "instance", "namespace")) {
            assertThat(dashboard().at("/templating/list").toString()).contains(", " + label + ")");
            assertThat(prometheus.query("label/" + label + "/values", Map.of("match[]", "snowkey_ids_issued_total")))
                    .isNotEmpty();
        }
    }

    @Test
    void everyRuleIsEvaluatedWithoutAnError() throws Exception {
        Patience.await().untilAsserted(() -> {
            List<JsonNode> rules = new ArrayList<>();
            prometheus.query("rules", Map.of()).get("groups").forEach(group -> group.get("rules")
                    .forEach(rules::add));
            assertThat(rules).hasSizeGreaterThan(15).allSatisfy(rule -> assertThat(
                            rule.get("health").asString())
                    .as(rule.toString())
                    .isEqualTo("ok"));
        });
    }

    /** The counter-example: what these tests would see of a meter that is not there. */
    @Test
    void aMeterThatIsNotThereHasNoAnswer() throws Exception {
        assertThat(prometheus
                        .query("query", Map.of("query", "snowkey_worker_ids_left", "time", Long.toString(end)))
                        .get("result"))
                .isEmpty();
    }

    private static Set<String> names(String pattern, String text) {
        return Stream.of(Pattern.compile(pattern).matcher(text))
                .flatMap(Matcher::results)
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
