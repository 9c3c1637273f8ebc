// SPDX-License-Identifier: Apache-2.0
package io.snowkey.pages.readme;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;

@SuppressWarnings("UnusedVariable") // Hibernate sets it
@Entity
class PurchaseOrder {

    @Id
    @SnowflakeId
    private Long id;
}
