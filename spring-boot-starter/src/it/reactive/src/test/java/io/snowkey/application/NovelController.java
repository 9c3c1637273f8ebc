// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import io.snowkey.TextForm;
import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SnowflakeText;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NovelController {

    record View(@SnowflakeText(TextForm.BASE32) long id) {}

    record Outside(@PublicId("nov") long id) {}

    @GetMapping("/outside/{id}")
    Outside outside(@PathVariable @PublicId("nov") long id) {
        return new Outside(id);
    }

    @GetMapping("/novels/{id}")
    View novel(@PathVariable @SnowflakeText(TextForm.BASE32) long id) {
        return new View(id);
    }
}
