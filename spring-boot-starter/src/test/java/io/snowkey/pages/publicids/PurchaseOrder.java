// SPDX-License-Identifier: Apache-2.0
package io.snowkey.pages.publicids;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.PublicId;

@Entity
public class PurchaseOrder {

    @Id
    @SnowflakeId
    @PublicId("ord")
    private Long id;

    public Long getId() {
        return id;
    }
}
