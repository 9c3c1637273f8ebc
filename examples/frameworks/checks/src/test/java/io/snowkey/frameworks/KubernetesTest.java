// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/kubernetes.md and its manifests, as far as they can be checked without a cluster. */
class KubernetesTest {

    private static final Path DOCS = Path.of("../../../docs");
    private static final String SHUTDOWN = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Map<String, Class<?>> KINDS =
            Map.of("Deployment", Deployment.class, "StatefulSet", StatefulSet.class, "Service", Service.class);
    private static final ObjectMapper TYPES =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "statefulset.yaml"})
    void everyFieldIsOneOfKubernetes(String file) throws IOException {
        assertThat(read(file)).isNotEmpty().allSatisfy(document -> assertThat(unknown(document))
                .isEmpty());
    }

    @Test
    void aFieldThatIsNoneIsNoticed() {
        Map<String, Object> wrong =
                Map.of("kind", "Deployment", "spec", Map.of("template", Map.of("spec", Map.of("gracePeriod", 3))));
        assertThat(unknown(wrong)).containsExactly("/spec/template/spec/gracePeriod");
    }

    @Test
    void bothHaveTheSamePod() throws IOException {
        assertThat(pod("deployment.yaml")).isEqualTo(pod("statefulset.yaml"));
        Deployment deployment = TYPES.convertValue(last("deployment.yaml"), Deployment.class);
        StatefulSet statefulSet = TYPES.convertValue(last("statefulset.yaml"), StatefulSet.class);
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(statefulSet.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        Service service = TYPES.convertValue(read("statefulset.yaml").get(0), Service.class);
        assertThat(service.getMetadata().getName())
                .isEqualTo(statefulSet.getSpec().getServiceName());
        assertThat(service.getSpec().getSelector()).isEqualTo(labels);
    }

    @Test
    void theGracePeriodHoldsWhatHasToHappenInIt() throws IOException {
        PodSpec pod = pod("deployment.yaml");
        long before = pod.getContainers()
                .get(0)
                .getLifecycle()
                .getPreStop()
                .getSleep()
                .getSeconds();
        long needed = before
                + duration(SHUTDOWN).toSeconds()
                + duration("snowkey.registry.close-timeout").toSeconds();
        assertThat(needed).isGreaterThan(30).isLessThan(pod.getTerminationGracePeriodSeconds());
        assertThat(page()).contains(needed + " s, and some to spare");
        assertThat(page()).contains("The manifests have " + pod.getTerminationGracePeriodSeconds() + ".");
    }

    @Test
    void aPodMayWaitForAWorkerIdWithinItsStartupProbe() throws IOException {
        Container container = pod("deployment.yaml").getContainers().get(0);
        Probe startup = container.getStartupProbe();
        Duration maxWait = Duration.parse("PT"
                + container.getEnv().stream()
                        .filter(each -> each.getName().equals("SNOWKEY_REGISTRY_MAX_WAIT"))
                        .findFirst()
                        .orElseThrow()
                        .getValue());
        assertThat(Duration.ofSeconds((long) startup.getPeriodSeconds() * startup.getFailureThreshold()))
                .isGreaterThanOrEqualTo(maxWait.multipliedBy(2));
    }

    @Test
    void theTimesOnThePageAreTheDefaults() throws IOException {
        Matcher rows = Pattern.compile("(?m)^\\| `([\\w.-]+)` \\| (\\w+) \\|").matcher(page());
        List<String> named = new ArrayList<>();
        while (rows.find()) {
            named.add(rows.group(1));
            assertThat(rows.group(2)).as(rows.group(1)).isEqualTo(text(rows.group(1)));
        }
        assertThat(named).hasSize(6);
        assertThat(duration("snowkey.registry.reservation")).isEqualTo(Duration.ofMinutes(10));
        assertThat(page()).contains("rests for up to 10 minutes");
    }

    private static PodSpec pod(String file) throws IOException {
        Map<String, Object> document = last(file);
        return document.get("kind").equals("Deployment")
                ? TYPES.convertValue(document, Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                : TYPES.convertValue(document, StatefulSet.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec();
    }

    private static Map<String, Object> last(String file) throws IOException {
        List<Map<String, Object>> documents = read(file);
        return documents.get(documents.size() - 1);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> read(String file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        new Yaml()
                .loadAll(Files.readString(DOCS.resolve("kubernetes").resolve(file)))
                .forEach(document -> documents.add((Map<String, Object>) document));
        return documents;
    }

    /** The fields that the types of Kubernetes do not have: these types keep them aside, and write them as they came. */
    private static List<String> unknown(Map<String, Object> document) {
        Object typed = TYPES.convertValue(document, KINDS.get(document.get("kind")));
        List<String> found = new ArrayList<>();
        collect(typed, "", found);
        return found;
    }

    private static void collect(Object value, String path, List<String> found) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), path + "/" + i, found);
            }
        } else if (value != null
                && value.getClass().getName().startsWith("io.fabric8.")
                && !value.getClass().isEnum()) {
            for (Field field : value.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    Object of = get(field, value);
                    if (field.getName().equals("additionalProperties")) {
                        ((Map<?, ?>) of).keySet().forEach(name -> found.add(path + "/" + name));
                    } else {
                        collect(of, path + "/" + field.getName(), found);
                    }
                }
            }
        }
    }

    private static Object get(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration duration(String property) throws IOException {
        return Duration.parse("PT" + text(property));
    }

    /** The default of a property, as the IDE shows it. */
    private static String text(String property) throws IOException {
        String name = "META-INF/spring-configuration-metadata.json";
        for (URL url : Collections.list(KubernetesTest.class.getClassLoader().getResources(name))) {
            try (InputStream in = url.openStream()) {
                for (JsonNode each : new ObjectMapper()
                        .readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .get("properties")) {
                    if (each.get("name").asText().equals(property)) {
                        return each.get("defaultValue").asText();
                    }
                }
            }
        }
        throw new AssertionError("no property " + property);
    }

    private static String page() throws IOException {
        return Files.readString(DOCS.resolve("kubernetes.md"));
    }
}
