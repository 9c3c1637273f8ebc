// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.receipt;

import org.springframework.data.jpa.repository.JpaRepository;

public interface Receipts extends JpaRepository<Receipt, Long> {}
