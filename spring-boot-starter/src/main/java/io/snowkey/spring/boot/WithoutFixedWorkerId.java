// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** No worker id is given, so one is leased. */
final class WithoutFixedWorkerId extends NoneNestedConditions {

    WithoutFixedWorkerId() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("snowkey.worker-id")
    static final class FixedWorkerId {}
}
