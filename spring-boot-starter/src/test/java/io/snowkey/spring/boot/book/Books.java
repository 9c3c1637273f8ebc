// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.book;

import org.springframework.data.jpa.repository.JpaRepository;

/** Where books are kept. */
public interface Books extends JpaRepository<Book, Long> {}
