// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import org.springframework.data.repository.reactive.ReactiveCrudRepository;

interface Novels extends ReactiveCrudRepository<Novel, Long> {}
