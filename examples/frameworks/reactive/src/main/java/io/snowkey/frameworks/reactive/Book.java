// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.reactive;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;

@Entity
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
