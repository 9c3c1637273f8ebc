// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

/** Breaks a law of the architecture: with Jackson 2 thrown away, it would not compile. */
final class TextThatKnowsJackson2 {
    Jackson2IdModule module;
}
