// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.data;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.hibernate.SnowflakeId;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.relational.core.mapping.RelationalMappingContext;
import org.springframework.data.relational.core.mapping.event.BeforeConvertCallback;

/** Gives aggregates of Spring Data JDBC their keys. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({BeforeConvertCallback.class, SnowflakeId.class})
class DataJdbcConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "snowkeyBeforeConvertCallback")
    SnowflakeIdCallback snowkeyBeforeConvertCallback(
            ObjectProvider<SnowflakeGenerator> ids, ObjectProvider<RelationalMappingContext> mappings) {
        return new SnowflakeIdCallback(new AggregateKeys(ids, mappings));
    }
}
