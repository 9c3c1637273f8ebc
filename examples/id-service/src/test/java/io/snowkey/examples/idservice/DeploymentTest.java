// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/** What compose.yaml and the files it mounts say of each other. Docker itself is not needed, nor tested. */
final class DeploymentTest {

    private static final List<String> NODES = List.of("node-1:8080", "node-2:8080", "node-3:8080", "node-4:8080");

    private final Map<String, Object> services = map(map(yaml("compose.yaml")).get("services"));

    private static Object yaml(String path) {
        try {
            return new Yaml().load(Files.readString(Path.of(path)));
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** Where a service has the files of this project: path there, path here. */
    private Map<String, String> mounts(String service) {
        Map<String, String> mounts = new TreeMap<>();
        if (map(services.get(service)).get("volumes") instanceof List<?> volumes) {
            volumes.forEach(volume -> mounts.put(
                    volume.toString().split(":", -1)[1], volume.toString().split(":", -1)[0]));
        }
        return mounts;
    }

    @Test
    void whatIsMountedIsThere() throws IOException {
        for (String service : services.keySet()) {
            for (String path : mounts(service).values()) {
                if (path.startsWith("./target/")) {
                    assertThat(Files.readString(Path.of("build"))).contains("$here" + path.substring(1));
                } else {
                    assertThat(Path.of(path)).as(service).exists();
                }
            }
        }
        assertThat(mounts("prometheus")).hasSize(2);
        assertThat(mounts("grafana")).hasSize(3);
    }

    @Test
    void fourNodesAreReachedUnderTheirNames() {
        List<String> addresses = services.values().stream()
                .map(service -> map(service).get("environment"))
                .filter(environment -> environment instanceof Map<?, ?> map && map.containsKey("ID_SERVICE_ADDRESS"))
                .map(environment -> map(environment).get("ID_SERVICE_ADDRESS").toString())
                .toList();

        assertThat(addresses).isEqualTo(NODES);
        assertThat(services.keySet())
                .containsAll(addresses.stream().map(a -> a.split(":", 2)[0]).toList());
        assertThat(addresses)
                .allSatisfy(address -> assertThat(PeerAddress.in(address)).isPresent());
        for (String name : List.of("node-1", "node-2", "node-3", "node-4")) {
            assertThat(map(map(services.get(name)).get("environment")))
                    .containsEntry("SPRING_PROFILES_ACTIVE", "postgres")
                    .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://postgres/ids");
        }
    }

    @Test
    void theFrontAndPrometheusKnowThemAll() throws IOException {
        assertThat(Pattern.compile("server (node-\\d:\\d+)")
                        .matcher(Files.readString(Path.of("deploy/nginx.conf")))
                        .results()
                        .map((MatchResult result) -> result.group(1))
                        .toList())
                .as("once for the requests, once for the page")
                .isEqualTo(Stream.concat(NODES.stream(), NODES.stream()).toList());
        Map<String, Object> prometheus = map(yaml("deploy/prometheus.yaml"));
        Map<String, Object> job = map(((List<?>) prometheus.get("scrape_configs")).get(0));
        assertThat(map(((List<?>) job.get("static_configs")).get(0)).get("targets"))
                .isEqualTo(NODES);
        assertThat(job).containsEntry("metrics_path", "/actuator/prometheus");
    }

    /** Health, meters and leases are for those who run the nodes; both balancers of cluster, and the one of compose. */
    @Test
    void theFrontShowsNothingOfTheActuator() throws IOException {
        assertThat(Files.readString(Path.of("deploy/nginx.conf")))
                .containsPattern("location /actuator \\{\\s+return 404;\\s+}");
        assertThat(Files.readString(Path.of("cluster")))
                .contains("location /actuator { return 404; }")
                .contains("http-request return status 404 if { path_beg -i /actuator }");
    }

    @Test
    void theRulesAndTheDashboardAreWhereTheyAreLookedFor() {
        for (Object file : (List<?>) map(yaml("deploy/prometheus.yaml")).get("rule_files")) {
            assertThat(here("prometheus", file.toString())).isRegularFile();
        }
        Map<String, Object> provider =
                map(((List<?>) map(yaml("deploy/grafana-dashboards.yaml")).get("providers")).get(0));
        assertThat(here("grafana", map(provider.get("options")).get("path").toString()))
                .isDirectoryContaining("glob:**grafana-dashboard.json");
    }

    /** The file of this project that a service sees under a path. */
    private Path here(String service, String path) {
        return mounts(service).entrySet().stream()
                .filter(mount -> path.startsWith(mount.getKey()))
                .map(mount ->
                        Path.of(mount.getValue() + path.substring(mount.getKey().length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is mounted nowhere in " + service));
    }
}
