// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import org.springframework.data.relational.core.mapping.event.BeforeConvertCallback;

/** Gives aggregates of Spring Data JDBC their keys, before they become statements. */
final class SnowflakeIdCallback implements BeforeConvertCallback<Object> {

    private final AggregateKeys keys;

    SnowflakeIdCallback(AggregateKeys keys) {
        this.keys = keys;
    }

    @Override
    public Object onBeforeConvert(Object aggregate) {
        return keys.in(aggregate);
    }
}
