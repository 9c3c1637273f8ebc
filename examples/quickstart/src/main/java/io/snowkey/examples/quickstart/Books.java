// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.quickstart;

import org.springframework.data.jpa.repository.JpaRepository;

/** The table of books. */
interface Books extends JpaRepository<Book, Long> {}
