// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot35;

import io.snowkey.application.DataR2dbcSlice;
import org.springframework.boot.test.autoconfigure.data.r2dbc.DataR2dbcTest;

@DataR2dbcTest
class DataR2dbcSliceTest extends DataR2dbcSlice {}
