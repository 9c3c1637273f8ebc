// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;

/** An entity under a Snowflake key. */
@Entity
class Tale {

    @Id
    @SnowflakeId
    Long id;
}
