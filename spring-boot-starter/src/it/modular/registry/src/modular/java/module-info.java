// SPDX-License-Identifier: Apache-2.0
module application {
    requires com.h2database;
    requires io.snowkey.registry;
    requires java.naming;

    uses io.snowkey.WorkerLeaseProvider;
}
