// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

class LineTest {

    /** So that no profile that is to run on other versions runs on the usual ones. */
    @Test
    void runsOnTheVersionsThatTheBuildSays() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.runs-on.version"));
        assertThat(Version.getVersionString()).isEqualTo(System.getProperty("hibernate.runs-on.version"));
    }
}
