// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.micronaut;

import io.micronaut.data.annotation.Repository;
import io.micronaut.data.repository.CrudRepository;

@Repository
public interface Books extends CrudRepository<Book, Long> {}
