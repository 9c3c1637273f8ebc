// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.receipt;

import io.snowkey.spring.boot.PublicId;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** An API whose clients see no key. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class ReceiptApplication {

    private final Receipts receipts;

    ReceiptApplication(Receipts receipts) {
        this.receipts = receipts;
    }

    @PostMapping("/receipts")
    Receipt create(@RequestBody Receipt receipt) {
        return receipts.save(receipt);
    }

    @GetMapping("/receipts/{id}")
    ResponseEntity<Receipt> find(@PathVariable @PublicId("rcp") long id) {
        return ResponseEntity.of(receipts.findById(id));
    }
}
