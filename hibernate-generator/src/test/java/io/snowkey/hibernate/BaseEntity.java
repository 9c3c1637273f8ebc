// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

@MappedSuperclass
abstract class BaseEntity {
    @Id
    @SnowflakeId
    Long id;
}
