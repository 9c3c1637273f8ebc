// SPDX-License-Identifier: Apache-2.0
/**
 * Worker ids under leases, from a table in a database. The module is open, so that Spring and migration tools find the
 * scripts in it.
 */
@SuppressWarnings("NotJavadoc") // it is Javadoc, but Error Prone overlooks open modules
open module io.snowkey.registry {
    requires transitive io.snowkey;
    requires transitive java.sql;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports io.snowkey.registry;

    uses io.snowkey.registry.Dialect;

    provides io.snowkey.WorkerLeaseProvider with
            io.snowkey.registry.JdbcWorkerLeaseProvider;
}
