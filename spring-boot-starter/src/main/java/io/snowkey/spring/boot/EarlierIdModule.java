// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.Module;

/**
 * Ids as strings in JSON, with Jackson 2: what {@link SnowflakeText} and {@link PublicId} say, and if wanted all keys
 * of entities.
 */
final class EarlierIdModule extends Module {

    private final AskedText asked;

    EarlierIdModule(AskedText asked) {
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
        context.appendAnnotationIntrospector(new EarlierIdIntrospector(asked));
    }
}
