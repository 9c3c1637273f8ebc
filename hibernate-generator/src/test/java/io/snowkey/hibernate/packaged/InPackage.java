// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate.packaged;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

@Entity
public class InPackage {
    @Id
    @GeneratedValue
    long id;

    public long id() {
        return id;
    }
}
