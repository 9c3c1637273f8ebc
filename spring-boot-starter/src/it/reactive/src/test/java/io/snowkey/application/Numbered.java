// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/** An entity that the database numbers. */
@Table("NUMBERED")
record Numbered(@Id @Column("ID") Long id, @Column("TITLE") String title) {}
