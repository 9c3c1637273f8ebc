// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import org.reactivestreams.Publisher;
import org.springframework.data.r2dbc.mapping.event.BeforeConvertCallback;
import org.springframework.data.relational.core.sql.SqlIdentifier;
import reactor.core.publisher.Mono;

/**
 * Gives entities of Spring Data R2DBC their keys, before they become statements. An id needs no other thread: it comes
 * from memory once the worker id is leased.
 */
final class ReactiveSnowflakeIdCallback implements BeforeConvertCallback<Object> {

    private final AggregateKeys keys;

    ReactiveSnowflakeIdCallback(AggregateKeys keys) {
        this.keys = keys;
    }

    /**
     * Makes the keys once somebody subscribes. If an id is refused, the subscriber sees an error, like any other of the
     * insert.
     */
    @Override
    public Publisher<Object> onBeforeConvert(Object entity, SqlIdentifier table) {
        return Mono.fromSupplier(() -> keys.in(entity));
    }
}
