// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot35;

import io.snowkey.application.JooqSlice;
import org.springframework.boot.test.autoconfigure.jooq.JooqTest;

@JooqTest
class JooqSliceTest extends JooqSlice {}
