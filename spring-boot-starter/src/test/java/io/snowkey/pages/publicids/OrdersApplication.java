// SPDX-License-Identifier: Apache-2.0
package io.snowkey.pages.publicids;

import io.snowkey.spring.boot.PublicId;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What docs/public-ids.md shows. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
class OrdersApplication {

    private final Orders orders;

    OrdersApplication(Orders orders) {
        this.orders = orders;
    }

    @GetMapping("/orders/{id}")
    PurchaseOrder order(@PathVariable @PublicId("ord") long id) {
        return orders.findById(id).orElseThrow();
    }
}
