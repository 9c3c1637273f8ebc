/** Measures Snowkey beside its peers and beside what the machine allows. Start with {@code benchmarks/run}. */
@NullMarked
package io.snowkey.benchmarks;

import org.jspecify.annotations.NullMarked;
