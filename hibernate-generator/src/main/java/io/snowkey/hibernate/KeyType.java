// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.annotation.Annotation;
import java.util.function.Function;

import io.snowkey.Flake;
import io.snowkey.TextForm;

/** The kinds of keys there are. */
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

    /** The annotation that asks for it. */
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
     * What gives an attribute its keys.
     *
     * @throws org.hibernate.MappingException if the attribute is not made for them
     */
    abstract Function<MappedKeys, Object> values(KeyAttribute attribute, TextForm text);

    /**
     * Whether a unit has keys for an attribute, and the attribute room for them. Nothing is acquired.
     *
     * @throws org.hibernate.MappingException if not
     */
    abstract void check(KeyAttribute attribute, UnitIds ids, TextForm text);

    /** The annotation as it is written. */
    String written() {
        return "@" + annotation.getSimpleName();
    }
}
