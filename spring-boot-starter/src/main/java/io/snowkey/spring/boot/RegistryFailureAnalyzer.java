// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.WorkerRegistryException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why no worker id could be leased, and what to do. */
final class RegistryFailureAnalyzer extends AbstractFailureAnalyzer<WorkerRegistryException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, WorkerRegistryException cause) {
        String action =
                switch (cause.reason()) {
                    case DATABASE_UNAVAILABLE ->
                        AccessDenied.isIn(cause)
                                ? AccessDenied.ACTION
                                : "Check that the database of the DataSource is running and can be reached. An application that is"
                                        + " to start without it can set snowkey.registry.acquire=lazy.";
                    case SCHEMA_MISSING ->
                        "Set snowkey.registry.initialize-schema=always, snowkey.registry.flyway=true or"
                                + " snowkey.registry.liquibase=true to have the tables created at start. Or create them by"
                                + " hand or by your own migrations, from io/snowkey/registry/schema-<database>.sql in the"
                                + " jar snowkey-db-worker-registry. If they are there under another name or in another"
                                + " schema, set snowkey.registry.table-prefix or snowkey.registry.schema.";
                    case SCHEMA_OUTDATED ->
                        "Let the user who may do so run the migrations of this version of Snowkey, or its"
                                + " io/snowkey/registry/schema-<database>.sql in the jar snowkey-db-worker-registry. Or set"
                                + " snowkey.registry.initialize-schema=always, snowkey.registry.flyway=true or"
                                + " snowkey.registry.liquibase=true to have it done at start.";
                    case PERMISSION_DENIED ->
                        "Grant these rights, as docs/operating.md lists them, or connect as a user who has them.";
                    case LOGIN_FAILED ->
                        "Check spring.datasource.username and spring.datasource.password, and that the database lets this"
                                + " user in from here.";
                    case POOL_EXHAUSTED ->
                        "Raise spring.datasource.hikari.maximum-pool-size by one, or find who keeps the connections while the"
                                + " application starts.";
                    case OTHER_DATABASE ->
                        "Put @SnowkeyDataSource on a DataSource bean of its own that always leads to the same database.";
                    case DATABASE_UNSUPPORTED ->
                        "Put @SnowkeyDataSource on the DataSource bean of a supported database, or give each process a"
                                + " worker id of its own: snowkey.worker-id.";
                    case LAYOUT_DIFFERS ->
                        "Set snowkey.epoch, snowkey.tick and snowkey.bits.*, or snowkey.preset, to the layout of the"
                                + " namespace; or snowkey.namespace to another name.";
                    case WORKER_IDS_EXHAUSTED ->
                        "Look at the view snowkey_worker_status to see who holds them. Stop a process, widen"
                                + " snowkey.worker-ids, or let the start wait: snowkey.registry.max-wait.";
                    case CLOCK_SKEW ->
                        "Synchronise both clocks (NTP), or allow for more: snowkey.registry.max-clock-skew.";
                    case LEASE_LOST, INTERRUPTED, CLOSED -> null;
                };
        return action != null ? new FailureAnalysis(cause.getMessage(), action, cause) : null;
    }
}
