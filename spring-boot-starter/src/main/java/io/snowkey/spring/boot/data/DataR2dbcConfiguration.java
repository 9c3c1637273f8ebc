// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowflakeId;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.r2dbc.mapping.event.BeforeConvertCallback;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;

/** Gives entities of Spring Data R2DBC their keys. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({BeforeConvertCallback.class, SnowflakeId.class})
class DataR2dbcConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "snowkeyReactiveBeforeConvertCallback")
    ReactiveSnowflakeIdCallback snowkeyReactiveBeforeConvertCallback(
            ObjectProvider<SnowflakeGenerator> ids, ObjectProvider<RelationalMappingContext> mappings) {
        return new ReactiveSnowflakeIdCallback(new AggregateKeys(ids, mappings));
    }
}
