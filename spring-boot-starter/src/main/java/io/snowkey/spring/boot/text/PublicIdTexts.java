// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.snowkey.PublicIdKey;
import io.snowkey.PublicIds;
import io.snowkey.spring.boot.PublicId;
import io.snowkey.spring.boot.SettingsException;
import io.snowkey.spring.boot.text.PublicIdProperties.Numbers;
import org.jspecify.annotations.Nullable;

/** The public texts of all kinds of entities: each prefix has its own. Thread-safe. */
final class PublicIdTexts {

    private static final Map<String, String> NAMES = Map.of("key", PublicIdProperties.KEY);

    private final List<PublicIdKey> keys;
    private final Numbers numbers;
    private final Map<String, PublicIds> kinds = new ConcurrentHashMap<>();

    /** @param keys the keys, the current one first; if there is none, no attribute may have a public id */
    private PublicIdTexts(List<PublicIdKey> keys, Numbers numbers) {
        this.keys = List.copyOf(keys);
        this.numbers = numbers;
    }

    /**
     * The texts that an application asks for.
     *
     * @param beans keys that it declares as beans, in their order
     * @throws SettingsException if the keys cannot be used, or come from two places
     */
    static PublicIdTexts of(PublicIdProperties properties, List<PublicIdKey> beans) {
        if (properties.key() != null && !beans.isEmpty()) {
            throw new SettingsException(
                    PublicIdProperties.KEY + " is set, and there are beans of the type PublicIdKey: which key is it?",
                    "Remove the property or the beans.");
        }
        return SettingsException.explained(NAMES, () -> {
            List<PublicIdKey> keys = beans.isEmpty() ? properties.keys() : beans;
            if (!keys.isEmpty()) {
                builder(keys).build(); // Refuses keys that do not go together now, and not with the first id.
            }
            return new PublicIdTexts(keys, properties.numbers());
        });
    }

    private static PublicIds.Builder builder(List<PublicIdKey> keys) {
        PublicIds.Builder builder = PublicIds.builder().key(keys.get(0));
        keys.stream().skip(1).forEach(builder::oldKey);
        return builder;
    }

    /**
     * The text of an id with an annotation, or {@code before} without one.
     *
     * @param before how the id was written before, or {@code null} if as a number
     * @throws IllegalStateException if there is no key
     * @throws IllegalArgumentException if the prefix cannot be used
     */
    @Nullable
    IdText of(@Nullable PublicId annotation, @Nullable IdText before) {
        if (annotation == null) {
            return before;
        }
        String prefix = annotation.value();
        if (keys.isEmpty()) {
            throw new IllegalStateException("@PublicId(\"" + prefix + "\") is used, but there is no key. Set "
                    + PublicIdProperties.KEY
                    + " to \"0:\" and what \"openssl rand -base64 32\" prints, or declare a bean of the"
                    + " type PublicIdKey.");
        }
        return new PublicText(
                kinds.computeIfAbsent(prefix, kind -> builder(keys).prefix(kind).build()), numbers, before);
    }
}
