// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.Module;
import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SnowflakeText;

/**
 * The module of Jackson 2 that makes ids strings in JSON. It serves attributes with {@link SnowflakeText} or
 * {@link PublicId} and, if the application asks for it, all keys of entities.
 */
final class Jackson2IdModule extends Module {

    private final AttributeTexts texts;

    Jackson2IdModule(AttributeTexts texts) {
        this.texts = texts;
    }

    @Override
    public String getModuleName() {
        return "snowkey";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        // Asked after Jackson's own annotations. So a serializer that an attribute names
        // goes before the rule for all keys.
        context.appendAnnotationIntrospector(new Jackson2IdIntrospector(texts));
    }
}
