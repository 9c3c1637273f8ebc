// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import org.springframework.data.jpa.repository.JpaRepository;

interface Tales extends JpaRepository<Tale, Long> {}
