// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.quarkus;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.snowkey.hibernate.SnowflakeId;

@Entity
public class Book extends PanacheEntityBase {

    @Id
    @SnowflakeId
    public Long id;

    public String title;
}
