// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.quickstart;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;

/** An entity with a Snowflake key. */
@Entity
class Book {

    @Id
    @SnowflakeId
    Long id;

    String title;

    @SuppressWarnings("NullAway.Init")
    protected Book() {}

    @SuppressWarnings("NullAway.Init")
    Book(String title) {
        this.title = title;
    }
}
