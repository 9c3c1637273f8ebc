// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SnowflakeText;
import tools.jackson.core.Version;
import tools.jackson.databind.JacksonModule;

/**
 * The module of Jackson 3 that makes ids strings in JSON. It serves attributes with {@link SnowflakeText} or
 * {@link PublicId} and, if the application asks for it, all keys of entities.
 */
final class IdModule extends JacksonModule {

    private final AttributeTexts texts;

    IdModule(AttributeTexts texts) {
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
        context.appendAnnotationIntrospector(new IdIntrospector(texts));
    }
}
