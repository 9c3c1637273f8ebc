// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsFailureAnalyzerTest {

    /** Those of Spring Boot explain the exceptions around ours, and may be the first on the class path. */
    @Test
    void hasItsSayBeforeThoseOfSpringBoot() {
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.epoch=2025")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("snowkey.epoch '2025'"));
        Contexts.bare()
                .withPropertyValues("snowkey.worker-id=7", "snowkey.preset=twitter", "snowkey.tick=10ms")
                .run(context -> assertThat(analysis(context.getStartupFailure()).getDescription())
                        .startsWith("snowkey.preset is twitter, and snowkey.tick is set"));
    }

    private static FailureAnalysis analysis(Throwable failure) {
        List<FailureAnalyzer> all = new ArrayList<>(SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, cannotBeMade) -> {}));
        Collections.reverse(all);
        AnnotationAwareOrderComparator.sort(all);
        return all.stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
