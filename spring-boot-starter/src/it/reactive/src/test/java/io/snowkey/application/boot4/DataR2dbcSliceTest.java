// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot4;

import io.snowkey.application.DataR2dbcSlice;
import org.springframework.boot.data.r2dbc.test.autoconfigure.DataR2dbcTest;

@DataR2dbcTest
class DataR2dbcSliceTest extends DataR2dbcSlice {}
