// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.annotation.Annotation;
import java.util.function.Function;

import io.snowkey.Flake;
import io.snowkey.TextForm;

/** The two types of keys. */
enum KeyType {
    /** 64 bits. */
    SNOWFLAKE(SnowflakeId.class, NamedSnowflakeIdGenerator.NAME, NamedSnowflakeIdGenerator.class) {
        @Override
        Function<MappedKeys, Object> values(KeyAttribute attribute, TextForm text) {
            Function<Long, Object> conversion = KeyConversion.ofSnowflakes(attribute, text);
            return keys -> conversion.apply(keys.snowflakes().next());
        }

        @Override
        void check(KeyAttribute attribute, UnitIds ids, TextForm text) {
            ColumnWidth.check(attribute, ids.snowflakes(attribute).layout(), text);
        }
    },
    /** 128 bits. */
    FLAKE(FlakeId.class, NamedFlakeIdGenerator.NAME, NamedFlakeIdGenerator.class) {
        @Override
        Function<MappedKeys, Object> values(KeyAttribute attribute, TextForm text) {
            Function<Flake, Object> conversion = KeyConversion.ofFlakes(attribute);
            return keys -> conversion.apply(keys.flakes().next());
        }

        @Override
        void check(KeyAttribute attribute, UnitIds ids, TextForm text) {
            ids.flakes(attribute);
            ColumnWidth.check(attribute);
        }
    };

    /** The annotation that asks for keys of this type. */
    final Class<? extends Annotation> annotation;

    /** The name under which every persistence unit knows its generator. */
    final String generatorName;

    /** That generator. */
    final Class<?> namedGenerator;

    KeyType(Class<? extends Annotation> annotation, String generatorName, Class<?> namedGenerator) {
        this.annotation = annotation;
        this.generatorName = generatorName;
        this.namedGenerator = namedGenerator;
    }

    /**
     * The function that makes the values of an attribute.
     *
     * @throws org.hibernate.MappingException if the type of the attribute does not fit
     */
    abstract Function<MappedKeys, Object> values(KeyAttribute attribute, TextForm text);

    /**
     * Checks that a unit has keys for an attribute, and that its columns have room for them. Acquires nothing.
     *
     * @throws org.hibernate.MappingException if not
     */
    abstract void check(KeyAttribute attribute, UnitIds ids, TextForm text);

    /** The annotation as it is written. */
    String written() {
        return "@" + annotation.getSimpleName();
    }
}
