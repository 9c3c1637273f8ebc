// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import io.snowkey.PublicIdKey;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SnowflakeText;
import io.swagger.v3.core.converter.ModelConverter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;

/**
 * Makes ids text in requests and in JSON. It serves {@link SnowflakeText} and {@link PublicId}. With the property
 * {@code snowkey.json.ids-as-strings}, every attribute with {@link SnowflakeId} is text in JSON as well.
 */
@AutoConfiguration
@EnableConfigurationProperties(PublicIdProperties.class)
public final class SnowkeyTextAutoConfiguration {

    SnowkeyTextAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    PublicIdTexts snowkeyPublicIdTexts(PublicIdProperties properties, ObjectProvider<PublicIdKey> keys) {
        return PublicIdTexts.of(properties, keys.orderedStream().toList());
    }

    /** Converts ids in requests. Spring Boot registers it with the conversion service of Spring MVC and of WebFlux. */
    @Bean
    @ConditionalOnMissingBean(name = "snowkeyIdConverter")
    IdConverter snowkeyIdConverter(PublicIdTexts publicIds) {
        return new IdConverter(publicIds);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JacksonModule.class)
    @EnableConfigurationProperties(JsonProperties.class)
    static class JsonConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyIdModule")
        IdModule snowkeyIdModule(JsonProperties properties, PublicIdTexts publicIds) {
            return new IdModule(new AttributeTexts(properties.idsAsStrings(), publicIds));
        }
    }

    /**
     * The module of Jackson 2. Spring Boot 3.5 uses this version. It may be used with Spring Boot 4, also beside
     * Jackson 3.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(com.fasterxml.jackson.databind.Module.class)
    @EnableConfigurationProperties(JsonProperties.class)
    static class Jackson2Configuration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyJackson2IdModule")
        Jackson2IdModule snowkeyJackson2IdModule(JsonProperties properties, PublicIdTexts publicIds) {
            return new Jackson2IdModule(new AttributeTexts(properties.idsAsStrings(), publicIds));
        }
    }

    /** The converter of springdoc, whose descriptions of an API have to say what the application answers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ModelConverter.class, com.fasterxml.jackson.databind.JavaType.class})
    @EnableConfigurationProperties(JsonProperties.class)
    static class OpenApiConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "snowkeyIdModelConverter")
        IdModelConverter snowkeyIdModelConverter(JsonProperties properties, PublicIdTexts publicIds) {
            return new IdModelConverter(new AttributeTexts(properties.idsAsStrings(), publicIds));
        }
    }
}
