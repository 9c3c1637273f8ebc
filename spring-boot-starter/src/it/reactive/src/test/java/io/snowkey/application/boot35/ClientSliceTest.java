// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot35;

import io.snowkey.application.ClientSlice;
import org.springframework.boot.test.autoconfigure.web.client.RestClientTest;

@RestClientTest
class ClientSliceTest extends ClientSlice {}
