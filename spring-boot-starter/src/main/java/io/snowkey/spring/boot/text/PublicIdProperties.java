// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.util.List;
import java.util.stream.Stream;

import io.snowkey.PublicIdKey;
import io.snowkey.spring.boot.SettingsException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Public ids: what @PublicId writes and reads.
 *
 * @param key The key that public ids are made with: its number from 0 to 3, a colon, and a secret in base 64, such as
 *     "openssl rand -base64 32" prints. It is secret.
 * @param oldKeys Keys that public ids were made with before, and that are still read. They are secret.
 * @param numbers Whether the numbers behind public ids are read and written as well: for an API that gave out numbers
 *     before.
 */
@ConfigurationProperties("snowkey.public-ids")
record PublicIdProperties(
        @Nullable String key, @DefaultValue List<String> oldKeys, @DefaultValue("refused") Numbers numbers) {

    static final String KEY = "snowkey.public-ids.key";
    static final String OLD_KEYS = "snowkey.public-ids.old-keys";

    /** What happens to the numbers behind public ids. */
    enum Numbers {
        /** Only texts are read and written. */
        REFUSED,
        /** Texts are written; texts and numbers are read. */
        READ,
        /** Numbers are written, as without @PublicId; texts and numbers are read. */
        WRITTEN
    }

    /** The keys, the current one first. The list is empty if there are none. */
    List<PublicIdKey> keys() {
        if (key == null) {
            if (!oldKeys.isEmpty()) {
                throw new SettingsException(
                        OLD_KEYS + " is set, but " + KEY + " is not: nothing says which key new texts are made with.",
                        "Set " + KEY + ", or remove " + OLD_KEYS + ".");
            }
            return List.of();
        }
        return Stream.concat(Stream.of(PublicIdKey.parse(key)), oldKeys.stream().map(PublicIdKey::parse))
                .toList();
    }

    /** Shows none of the secrets. */
    @Override
    public String toString() {
        return "PublicIdProperties[" + (key == null ? "no key" : "a key") + ", " + oldKeys.size()
                + " old ones, numbers " + numbers + "]";
    }
}
