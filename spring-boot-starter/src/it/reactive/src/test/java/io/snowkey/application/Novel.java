// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import io.snowkey.hibernate.SnowflakeId;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/** An entity under a Snowflake key. Its columns are named, for Spring Data makes names in the default locale. */
@Table("NOVEL")
record Novel(@Id @SnowflakeId @Column("ID") Long id, @Column("TITLE") String title) {}
