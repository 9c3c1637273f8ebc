// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.snowkey.IdRefusedException;
import io.snowkey.registry.WorkerRegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/monitoring has for Prometheus and Grafana. */
@AnyLine
class MonitoringTest {

    private static final Path DIRECTORY = Path.of("../docs/monitoring");
    private static final String RULES = "snowkey-rules.yml";
    private static final String RULES_TEST = "snowkey-rules-test.yml";
    private static final String DASHBOARD = "grafana-dashboard.json";
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)\n +expr: ");

    @TempDir
    private Path copy;

    static boolean canCheck() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
    }

    static List<String> alerts() throws IOException {
        return ALERT.matcher(read(RULES)).results().map(found -> found.group(1)).toList();
    }

    @Test
    @EnabledIf("canCheck")
    void rulesAreValidAndEachAlertFiresAndStaysSilent() throws Exception {
        assertThat(promtool("check", "rules", DIRECTORY.resolve(RULES))).isZero();
        assertThat(promtool("test", "rules", DIRECTORY.resolve(RULES_TEST))).isZero();
    }

    /** The counter-examples: the test of the rules sees each alert that never fires any more. */
    @ParameterizedTest
    @MethodSource("alerts")
    @EnabledIf("canCheck")
    void anAlertThatNeverFiresWouldBeSeen(String alert) throws Exception {
        String rules =
                read(RULES).replaceFirst("(- alert: " + alert + "\n +expr: (?:\\|\n +)?)", "$1vector(0) > 1 and ");
        Files.writeString(copy.resolve(RULES), rules);
        Files.copy(DIRECTORY.resolve(RULES_TEST), copy.resolve(RULES_TEST));
        assertThat(promtool("check", "rules", copy.resolve(RULES))).isZero();
        assertThat(promtool("test", "rules", copy.resolve(RULES_TEST))).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {RULES, DASHBOARD})
    void nothingIsAskedForThatNoMeterShows(String file) throws IOException {
        String page = Files.readString(DIRECTORY.resolveSibling("monitoring.md"));
        assertThat(names("snowkey_\\w+", read(file))).isNotEmpty().isSubsetOf(names("snowkey_\\w+", page));
        assertThat(names("snowkey:[\\w:]+", read(DASHBOARD)))
                .as("the dashboard works without the rules")
                .isEmpty();
    }

    @Test
    void thePageListsTheMetersAsTheCodeDoes() throws IOException {
        String code = Files.readString(Path.of("src/main/java/io/snowkey/spring/boot/actuator/SnowkeyMeters.java"));
        String page = Files.readString(DIRECTORY.resolveSibling("monitoring.md"));
        assertThat(names("(?<=\\| `)snowkey\\.[a-z.]+(?=` \\| `snowkey_)", page))
                .isEqualTo(names("(?<=<tr><td>)snowkey\\.[a-z.]+", code));
    }

    @Test
    void thePageExplainsEachAlert() throws IOException {
        String page = Files.readString(DIRECTORY.resolveSibling("monitoring.md"));
        assertThat(alerts()).hasSizeGreaterThan(5).allSatisfy(alert -> assertThat(page)
                .contains("| `" + alert + "` |"));
    }

    @Test
    void eachAlertHasARunbookThatItNames() throws IOException {
        String page = Files.readString(DIRECTORY.resolveSibling("monitoring.md"));
        for (String alert : alerts()) {
            assertThat(page).contains("\n### " + alert + "\n");
            assertThat(read(RULES))
                    .contains("          runbook: docs/monitoring.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
        }
        assertThat(names("(?<=runbook: docs/monitoring.md#)\\w+", read(RULES))).hasSameSizeAs(alerts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitoring.md", "operating.md"})
    void noPageNamesAnAlertThatThereIsNot(String page) throws IOException {
        assertThat(names("(?<=`)Snowkey[A-Z]\\w+(?=`)", Files.readString(DIRECTORY.resolveSibling(page))))
                .isNotEmpty()
                .isSubsetOf(alerts());
    }

    /** The heading of a link is there, for nobody looks for it at 3 a.m. */
    @Test
    void linksWithinThePageLeadSomewhere() throws IOException {
        String page = Files.readString(DIRECTORY.resolveSibling("monitoring.md"));
        Set<String> headings = new TreeSet<>();
        names("(?m)^#+ .*$", page)
                .forEach(heading -> headings.add(
                        heading.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-')));
        assertThat(names("(?<=\\(#)[^)]+", page)).isNotEmpty().isSubsetOf(headings);
    }

    static Stream<String> reasons() {
        return Stream.concat(
                Arrays.stream(IdRefusedException.Reason.values())
                        .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', '-')),
                Arrays.stream(WorkerRegistryException.Reason.values()).map(Enum::name));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void thePageSaysWhatToDoForEachReason(String reason) throws IOException {
        assertThat(Files.readString(DIRECTORY.resolveSibling("monitoring.md"))).contains("\n| `" + reason + "` | ");
    }

    /** One fault, one message: what is kept back is an alert, and has the labels by which it is. */
    @Test
    void inhibitionsAreAboutAlertsThatThereAre() throws IOException {
        String inhibitions = read("snowkey-inhibitions.yml");
        assertThat(names("Snowkey\\w+", inhibitions)).hasSizeGreaterThan(5).isSubsetOf(alerts());
        Set<String> ofAll = Set.of("SnowkeyDatabaseClockOff", "SnowkeyWorkerIdsExhausted", "SnowkeyWorkerIdsLow");
        Pattern.compile("source_matchers: \\[alertname=\"(\\w+)\"]\\n +target_matchers: .*\\n +equal: \\[(.*)]")
                .matcher(inhibitions)
                .results()
                .forEach(rule -> assertThat(rule.group(2))
                        .isEqualTo(ofAll.contains(rule.group(1)) ? "job, namespace" : "job, instance, namespace"));
    }

    @Test
    void eachPanelOfTheDashboardAsksForSomethingAndSaysWhat() throws IOException {
        JsonNode panels = new ObjectMapper().readTree(read(DASHBOARD)).get("panels");
        assertThat(panels).hasSizeGreaterThan(5).allSatisfy(panel -> {
            assertThat(panel.path("description").asString()).endsWith(".");
            assertThat(panel.at("/targets/0/expr").asString()).containsAnyOf("snowkey", "hikaricp");
        });
    }

    private static Set<String> names(String pattern, String text) {
        Set<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(found -> names.add(found.group()));
        return names;
    }

    private static String read(String file) throws IOException {
        return Files.readString(DIRECTORY.resolve(file));
    }

    private static int promtool(String command, String what, Path file) throws Exception {
        Process process = new ProcessBuilder("promtool", command, what, file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).isNotBlank();
        return process.waitFor();
    }
}
