// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class Application {}
