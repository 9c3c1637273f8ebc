// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the tables could not be created, and in which other ways they can be. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SchemaException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Check that the database can be reached and that its user may create tables and views, and functions"
                        + " if snowkey.registry.functions is true. Or create them by hand or by your migration tool, from"
                        + " io/snowkey/registry/schema-<database>.sql and"
                        + " io/snowkey/registry/functions/<database>/R__snowkey_functions.sql in the jar"
                        + " snowkey-db-worker-registry, and set snowkey.registry.initialize-schema=never and"
                        + " snowkey.registry.functions=false.",
                cause);
    }
}
