// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import org.hibernate.Version;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HibernateVersionTest {

    /** Otherwise a profile that swaps Hibernate could quietly stop doing so. */
    @Test
    void testsRunOnTheHibernateThatTheBuildNames() {
        assertThat(Version.getVersionString()).isEqualTo(System.getProperty("hibernate.runs-on.version"));
    }
}
