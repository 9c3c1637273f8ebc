// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.kotlin

import io.snowkey.frameworks.LeasedKeys
import io.snowkey.frameworks.Postgres
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.getBean
import org.springframework.boot.runApplication
import java.time.Instant

class BooksTest {

    @Test
    fun `books and authors are stored under leased keys`() {
        val before = Instant.now()
        Postgres.start().use { postgres ->
            runApplication<BooksApplication>(
                "--spring.datasource.url=${postgres.jdbcUrl()}",
                "--spring.datasource.username=${postgres.username()}",
            ).use { application ->
                val books = application.getBean<Books>()
                val authors = application.getBean<Authors>()

                val stored = books.saveAll((1..100).map { Book("Volume $it") })
                val author = authors.save(Author("James Joyce"))

                val keys = stored.map { it.id!! } + author.id.value
                assertEquals(1, LeasedKeys.check(postgres.database(), before, keys).size, "worker ids")
                assertEquals(keys.take(100).toSet(), books.findAll().map { it.id }.toSet())
                assertEquals(author.id, authors.findAll().single().id)
            }
            assertEquals(emptySet<Long>(), LeasedKeys.held(postgres.database()))
        }
    }
}
