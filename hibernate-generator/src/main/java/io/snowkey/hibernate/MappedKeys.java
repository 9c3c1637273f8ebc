// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Member;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ObjIntConsumer;

import io.snowkey.Flake;
import io.snowkey.TextForm;
import org.hibernate.HibernateException;
import org.hibernate.boot.model.relational.AuxiliaryDatabaseObject;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Property;
import org.jspecify.annotations.Nullable;

/**
 * The keys in the mappings of a unit, and their source while a factory is open.
 *
 * <p>It belongs to the mappings. Some frameworks, such as Quarkus, build the mappings ahead of time and keep them in
 * the image of the application. So this object knows no setting, lease, host or clock before a factory opens. Each
 * factory brings its own.
 *
 * <p>Mappings have only one place for foreign objects: the auxiliary objects of a database. So this is an auxiliary
 * object, with no DDL.
 */
final class MappedKeys implements AuxiliaryDatabaseObject {

    private static final long serialVersionUID = 1;
    private static final String NAME = "snowkey.mapped-keys";

    private final transient Set<MappedKey> mapped = new LinkedHashSet<>();
    private final transient Set<Place> places = new LinkedHashSet<>();
    private final transient Set<Property> properties = Collections.newSetFromMap(new IdentityHashMap<>());
    private transient @Nullable UnitIds ids;
    private transient volatile @Nullable IdSource<Long> snowflakes;
    private transient volatile @Nullable IdSource<Flake> flakes;

    MappedKeys() {}

    /** Finds or creates the object of the mappings with this database. */
    static MappedKeys of(Database database) {
        for (AuxiliaryDatabaseObject each : database.getAuxiliaryDatabaseObjects()) {
            if (each instanceof MappedKeys known) {
                return known;
            }
        }
        MappedKeys first = new MappedKeys();
        database.addAuxiliaryDatabaseObject(first);
        return first;
    }

    /**
     * Adds an attribute that a generator is made for.
     *
     * @throws org.hibernate.MappingException if a factory is opening whose settings do not have what the attribute asks
     *     for
     */
    synchronized void ask(KeyType keyType, KeyAttribute attribute, TextForm text) {
        MappedKey each = new MappedKey(keyType, attribute, text);
        mapped.add(each);
        if (ids != null) {
            open(each, ids);
        }
    }

    /** Remembers that Hibernate has seen an annotation on a field or getter, for this entity and property. */
    synchronized void seen(KeyType keyType, String entity, Member member, @Nullable Property property) {
        places.add(Place.of(keyType, entity, member));
        if (property != null) {
            properties.add(property);
        }
    }

    /**
     * Whether Hibernate has seen the annotation on the id of an entity, or on a part of it. A field and its getter are
     * one.
     */
    synchronized boolean isSeenOnId(KeyType keyType, String entity, Member member) {
        return places.contains(Place.of(keyType, entity, member));
    }

    /** Whether Hibernate has seen an annotation of ours for that property, in that place of the mappings. */
    synchronized boolean isSeenOn(Property property) {
        return properties.contains(property);
    }

    /**
     * Opens the source of ids, with a factory.
     *
     * @throws org.hibernate.MappingException if its settings do not have what an attribute asks for
     */
    synchronized void opens(UnitIds unit) {
        ids = unit;
        for (MappedKey each : mapped) {
            open(each, unit);
        }
    }

    private void open(MappedKey each, UnitIds unit) {
        each.keyType.check(each.attribute, unit, each.text);
        switch (each.keyType) {
            case SNOWFLAKE -> snowflakes = unit.snowflakes(each.attribute);
            case FLAKE -> flakes = unit.flakes(each.attribute);
        }
    }

    /** Calls the action with each attribute that has 64-bit keys, and with the number of bits that they use. */
    synchronized void forEachSnowflake(ObjIntConsumer<KeyAttribute> action) {
        for (MappedKey each : mapped) {
            if (each.keyType == KeyType.SNOWFLAKE) {
                action.accept(each.attribute, ColumnWidth.bits(snowflakes().layout()));
            }
        }
    }

    /** Forgets what was only needed to build the factory: it would keep the mappings in memory. */
    synchronized void opened() {
        mapped.clear();
        properties.clear();
    }

    /** The source of the 64-bit ids of the open factory. A closed one refuses. */
    IdSource<Long> snowflakes() {
        return present(snowflakes);
    }

    /** The source of the 128-bit ids of the open factory. */
    IdSource<Flake> flakes() {
        return present(flakes);
    }

    private static <I> IdSource<I> present(@Nullable IdSource<I> source) {
        if (source == null) {
            throw new HibernateException("A key was asked for before a SessionFactory was built from these mappings.");
        }
        return source;
    }

    @Override
    public String getExportIdentifier() {
        return NAME;
    }

    /** Never: there is nothing to create. */
    @Override
    public boolean appliesToDialect(Dialect dialect) {
        return false;
    }

    @Override
    public boolean beforeTablesOnCreation() {
        return false;
    }

    @Override
    public String[] sqlCreateStrings(SqlStringGenerationContext context) {
        return new String[0];
    }

    @Override
    public String[] sqlDropStrings(SqlStringGenerationContext context) {
        return new String[0];
    }

    /** An attribute with the type and the text form of its keys. */
    private record MappedKey(KeyType keyType, KeyAttribute attribute, TextForm text) {}

    /**
     * The place of an annotation. An annotation on a record component is on its field and on its accessor: that is one
     * place.
     */
    private record Place(KeyType keyType, String entity, Class<?> declaringClass, String attribute) {
        static Place of(KeyType keyType, String entity, Member member) {
            return new Place(keyType, entity, member.getDeclaringClass(), KeyAttribute.name(member));
        }
    }
}
