// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import io.snowkey.hibernate.SnowflakeId;
import org.jspecify.annotations.Nullable;

/**
 * One run of the importer. A file that is imported again is a new import with orders of its own; agencies, projects and
 * suppliers are shared by all imports.
 */
@Entity
class FileImport {

    @Id
    @SnowflakeId
    Long id;

    String file;

    Instant startedAt;

    /** Null while the import runs. It stays null if the import was stopped or killed before the end of its file. */
    @Nullable
    Instant finishedAt;

    /** Orders stored so far; changes in the transaction that stores them. */
    long stored;

    /** Rows left out. */
    long bad;

    @SuppressWarnings("NullAway.Init")
    protected FileImport() {}

    @SuppressWarnings("NullAway.Init")
    FileImport(String file, Instant startedAt) {
        this.file = file;
        this.startedAt = startedAt;
    }
}
