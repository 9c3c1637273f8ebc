// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;

/** A supplier that delivers. */
@Entity
class Supplier {

    @Id
    @SnowflakeId
    Long id;

    String name;

    @SuppressWarnings("NullAway.Init")
    protected Supplier() {}

    @SuppressWarnings("NullAway.Init")
    Supplier(String name) {
        this.name = name;
    }
}
