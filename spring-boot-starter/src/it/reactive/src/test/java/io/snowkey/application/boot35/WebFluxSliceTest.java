// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application.boot35;

import io.snowkey.application.WebFluxSlice;
import org.springframework.boot.test.autoconfigure.web.reactive.WebFluxTest;

@WebFluxTest
class WebFluxSliceTest extends WebFluxSlice {}
