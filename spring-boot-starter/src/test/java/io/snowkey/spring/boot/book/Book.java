// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.book;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.snowkey.hibernate.SnowflakeId;

/** An entity under a Snowflake key. */
@Entity
@Table(name = "book")
public class Book {

    @Id
    @SnowflakeId
    private Long id;

    private String title;

    protected Book() {}

    public Book(String title) {
        this.title = title;
    }

    public Long id() {
        return id;
    }

    public String title() {
        return title;
    }
}
