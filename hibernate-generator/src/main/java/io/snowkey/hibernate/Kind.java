// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.annotation.Annotation;
import java.util.function.Function;
import java.util.function.Supplier;

import io.snowkey.Flake;
import io.snowkey.TextForm;

/** The kinds of keys there are. */
enum Kind {
    /** 64 bits. */
    SNOWFLAKE(SnowflakeId.class, NamedSnowflakeIdGenerator.NAME) {
        @Override
        Supplier<Object> values(KeyAttribute attribute, UnitIds ids, TextForm text) {
            Function<Long, Object> conversion = KeyConversion.ofSnowflakes(attribute, text);
            IdSource<Long> source = ids.snowflakes(attribute);
            ColumnWidth.check(attribute, source.layout(), text);
            return () -> conversion.apply(source.next());
        }
    },
    /** 128 bits. */
    FLAKE(FlakeId.class, NamedFlakeIdGenerator.NAME) {
        @Override
        Supplier<Object> values(KeyAttribute attribute, UnitIds ids, TextForm text) {
            Function<Flake, Object> conversion = KeyConversion.ofFlakes(attribute);
            IdSource<Flake> source = ids.flakes(attribute);
            ColumnWidth.check(attribute);
            return () -> conversion.apply(source.next());
        }
    };

    /** The annotation that asks for it. */
    final Class<? extends Annotation> annotation;

    /** The name under which every persistence unit knows its generator. */
    final String generatorName;

    Kind(Class<? extends Annotation> annotation, String generatorName) {
        this.annotation = annotation;
        this.generatorName = generatorName;
    }

    /**
     * What gives an attribute its keys. Nothing is acquired before the first one.
     *
     * @throws org.hibernate.MappingException if the attribute, its column or the settings of the unit are not made for them
     */
    abstract Supplier<Object> values(KeyAttribute attribute, UnitIds ids, TextForm text);

    /** The annotation as it is written. */
    String written() {
        return "@" + annotation.getSimpleName();
    }
}
