// SPDX-License-Identifier: Apache-2.0
package io.snowkey.pages.publicids;

import org.springframework.data.jpa.repository.JpaRepository;

interface Orders extends JpaRepository<PurchaseOrder, Long> {}
