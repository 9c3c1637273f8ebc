// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/** A kind of database that the contract is run on. */
interface DatabaseKind {

    /** A new database of this kind. */
    TestDatabase newDatabase();

    /** What its driver calls it. */
    String product();
}
