// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate.packaged;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class AssignedInPackage {
    @Id
    long id = 5;
}
