// SPDX-License-Identifier: Apache-2.0
package io.snowkey.pages.readme;

import java.time.Instant;
import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Orders extends JpaRepository<PurchaseOrder, Long> {

    @Query("select o from PurchaseOrder o where o.id >= snowkey_first_id(:from) and o.id < snowkey_first_id(:to)")
    List<PurchaseOrder> madeBetween(Instant from, Instant to);
}
