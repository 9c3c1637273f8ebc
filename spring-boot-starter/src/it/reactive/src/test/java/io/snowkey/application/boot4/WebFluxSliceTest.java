// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot4;

import io.snowkey.application.WebFluxSlice;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;

@WebFluxTest
class WebFluxSliceTest extends WebFluxSlice {}
