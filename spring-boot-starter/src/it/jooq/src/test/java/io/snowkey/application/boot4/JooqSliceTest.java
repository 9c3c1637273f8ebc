// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot4;

import io.snowkey.application.JooqSlice;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;

@JooqTest
class JooqSliceTest extends JooqSlice {}
