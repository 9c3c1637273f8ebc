// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.eclipselink;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.SnowflakeGenerator;

@Entity
public class Book {

    @Id
    private Long id;

    private String title;

    protected Book() {}

    public Book(SnowflakeGenerator ids, String title) {
        this.id = ids.nextId();
        this.title = title;
    }

    public Long id() {
        return id;
    }

    public String title() {
        return title;
    }
}
