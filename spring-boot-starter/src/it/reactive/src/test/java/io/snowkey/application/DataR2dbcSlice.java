// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What a test slice for Spring Data R2DBC is to have. Nothing is leased without a {@code DataSource}. */
@TestPropertySource(properties = "snowkey.worker-id=7")
public abstract class DataR2dbcSlice {

    @Test
    void storesAnEntity(@Autowired Novels novels) {
        Novel stored = novels.save(new Novel(null, "Ulysses")).block();
        Assertions.assertEquals(stored, novels.findById(stored.id()).block());
    }
}
