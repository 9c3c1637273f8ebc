// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.receipt;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.PublicId;
import org.jspecify.annotations.Nullable;

/** A {@code BIGINT} in the database, and a text outside of the application. */
@Entity
public class Receipt {

    @Id
    @SnowflakeId
    @PublicId("rcp")
    private @Nullable Long id;

    private int amount;

    public @Nullable Long getId() {
        return id;
    }

    public int getAmount() {
        return amount;
    }

    public void setAmount(int amount) {
        this.amount = amount;
    }
}
