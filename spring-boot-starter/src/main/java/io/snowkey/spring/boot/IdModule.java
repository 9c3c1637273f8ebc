// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import tools.jackson.core.Version;
import tools.jackson.databind.JacksonModule;

/** Ids as strings in JSON: what {@link SnowflakeText} and {@link PublicId} say, and if wanted all keys of entities. */
final class IdModule extends JacksonModule {

    private final AskedText asked;

    IdModule(AskedText asked) {
        this.asked = asked;
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
        // Asked after Jackson's own annotations: a serializer that an attribute names goes before what is said of all
        // keys.
        context.appendAnnotationIntrospector(new IdIntrospector(asked));
    }
}
