// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** What Hibernate would give a Snowflake key to. */
@Entity
public class Counted {

    @Id
    @GeneratedValue(generator = "snowflake")
    private Long id;

    public Long id() {
        return id;
    }
}
