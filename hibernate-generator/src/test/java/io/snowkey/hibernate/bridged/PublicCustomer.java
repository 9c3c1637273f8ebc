// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate.bridged;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

import io.snowkey.hibernate.SnowflakeId;

/** A public class: javac gives it a bridge method for each public method of its superclass, and the annotations with it. */
@Entity
public class PublicCustomer extends Base {}

@MappedSuperclass
abstract class Base {

    private Long id;

    @Id
    @SnowflakeId
    public Long getId() {
        return id;
    }

    public void setId(Long id) {
        this.id = id;
    }
}
