// SPDX-License-Identifier: Apache-2.0
package io.snowkey.util;

/** Breaks a law, for {@code ArchitectureTest} to find. */
public final class Leftovers {}
