// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot4;

import io.snowkey.application.ClientSlice;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;

@RestClientTest
class ClientSliceTest extends ClientSlice {}
