// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import io.snowkey.spring.boot.actuator.SnowkeyActuatorAutoConfiguration;

/** Breaks a law of the architecture: a part of the starter that knows another one. */
final class TextThatKnowsTheActuator {
    SnowkeyActuatorAutoConfiguration actuator;
}
