// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.kotlin

import io.snowkey.hibernate.SnowflakeId
import jakarta.persistence.Entity
import jakarta.persistence.Id
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.data.jpa.repository.JpaRepository

@Entity
data class Book(
    val title: String,
    @Id @SnowflakeId
    val id: Long? = null,
)

interface Books : JpaRepository<Book, Long>

/** The key of an author. The compiler lets nobody take it for that of a book. */
@JvmInline
value class AuthorId(val value: Long)

@Entity
class Author(val name: String) {
    @Id @SnowflakeId
    val id: AuthorId = AuthorId(0)
}

interface Authors : JpaRepository<Author, Long>

@SpringBootApplication
class BooksApplication

fun main(arguments: Array<String>) {
    runApplication<BooksApplication>(*arguments)
}
