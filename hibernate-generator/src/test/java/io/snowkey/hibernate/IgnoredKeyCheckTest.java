// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;
import jakarta.persistence.Transient;

import io.snowkey.hibernate.bridged.PublicCustomer;
import io.snowkey.hibernate.jpa.Entities.Named;
import io.snowkey.hibernate.jpa.Entities.NamedIdentity;
import io.snowkey.hibernate.jpa.Entities.OnClass;
import io.snowkey.hibernate.packaged.AssignedInPackage;
import io.snowkey.hibernate.packaged.InPackage;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An entity that asks for Snowflake keys gets them, or an error at start. It never gets other keys without a word. */
class IgnoredKeyCheckTest {

    @Test
    void onAClassItGivesKeysOrIsRefused() {
        givesKeysOrIsRefused(new OnClass(), "@SnowflakeId on class " + OnClass.class.getName());
    }

    @Test
    void onAPackageItGivesKeysOrIsRefused() {
        givesKeysOrIsRefused(new InPackage(), "@SnowflakeId on package " + InPackage.class.getPackageName());
    }

    private static void givesKeysOrIsRefused(Object entity, String asking) {
        Unit unit = Unit.with(Keys.generator())
                .sources(sources -> sources.addPackage(entity.getClass().getPackageName()));
        if (Keys.ONLY_ON_ATTRIBUTES) {
            assertThatThrownBy(() -> unit.open(entity.getClass()))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining(asking)
                    .hasMessageContaining("key " + entity.getClass().getName() + ".id would come from SequenceStyle")
                    .hasMessageContaining("Put @SnowflakeId on that attribute");
        } else {
            try (SessionFactory factory = unit.open(entity.getClass())) {
                assertIsSnowflake(persisted(factory, entity));
            }
        }
    }

    @Test
    void anAssignedIdInSuchAPackageStaysAssigned() {
        try (SessionFactory factory = new Unit().open(AssignedInPackage.class)) {
            persisted(factory, new AssignedInPackage());
        }
    }

    @Test
    void onAClassWithoutGeneratedValueItIsRefused() {
        refused("@SnowflakeId on class " + OnClassOnly.class.getName(), OnClassOnly.class);
    }

    @Test
    void onAClassWithIdentityItIsRefused() {
        refused("@SnowflakeId on class " + OnClassWithIdentity.class.getName(), OnClassWithIdentity.class);
    }

    @Test
    void onASubclassItGivesKeysToTheWholeHierarchyOrIsRefused() {
        // Hibernate 7.4 looks there, 6.6 and 8.0 do not: either is fine, another kind of key is not.
        Unit unit = Unit.with(Keys.generator());
        try (SessionFactory factory = unit.open(Root.class, OnSubclass.class)) {
            assertIsSnowflake(persisted(factory, new Root()));
            assertIsSnowflake(persisted(factory, new OnSubclass()));
        } catch (MappingException refused) {
            assertThat(refused).hasMessageContaining("@SnowflakeId on class " + OnSubclass.class.getName());
        }
    }

    @Test
    void onAFieldWhoseEntityIsMappedByGettersItIsRefused() {
        refused("@SnowflakeId on " + OnTheWrongHalf.class.getName() + ".id", OnTheWrongHalf.class);
    }

    @Test
    void bridgeMethodsAreNotTakenForAttributes() throws NoSuchMethodException {
        assertThat(PublicCustomer.class.getDeclaredMethod("getId")).satisfies(bridge -> {
            assertThat(bridge.isBridge()).isTrue();
            assertThat(bridge.isAnnotationPresent(SnowflakeId.class)).isTrue();
        });
        assertIsSnowflake(persisted(new PublicCustomer()));
    }

    @Test
    void onATransientFieldItIsRefused() {
        refused("@SnowflakeId on " + OnTransient.class.getName() + ".number", OnTransient.class);
    }

    @Test
    void inASuperclassThatIsNotMappedItIsRefused() {
        refused("@SnowflakeId on " + NotMapped.class.getName() + ".number", ExtendsNotMapped.class);
    }

    @Test
    void inAnElementOfACollectionItIsRefused() {
        refused("@SnowflakeId on " + Element.class.getName() + ".number", WithElements.class);
    }

    @Test
    void inAnEmbeddedAttributeItGivesKeysOrIsRefused() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(WithEmbedded.class)) {
            WithEmbedded entity = new WithEmbedded();
            persisted(factory, entity);
            assertIsSnowflake(entity.element.number);
        } catch (MappingException refused) {
            assertThat(refused).hasMessageContaining("@SnowflakeId on " + Element.class.getName() + ".number");
        }
    }

    @Test
    void byNameItIsRefusedWhereTheNameCannotBeDeclared() {
        // Hibernate 8 takes the name from XML, which this setting turns off; before, the name needs no XML.
        Unit unit = Unit.with(Keys.generator()).set("hibernate.xml_mapping_enabled", "false");
        if (!Keys.NAMES_ONLY_IN_XML) {
            try (SessionFactory factory = unit.open(Named.class)) {
                assertIsSnowflake(persisted(factory, new Named()));
            }
        } else {
            assertThatThrownBy(() -> unit.open(Named.class))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining(
                            "@GeneratedValue(generator = \"snowflake\") in class " + Named.class.getName());
        }
    }

    @Test
    void byNameWithIdentityItIsRefusedOrGivesKeys() {
        // Hibernate 6 lets the name decide, 7 and later the strategy.
        Unit unit = Unit.with(Keys.generator());
        if (Keys.ONLY_ON_ATTRIBUTES) {
            try (SessionFactory factory = unit.open(NamedIdentity.class)) {
                assertIsSnowflake(persisted(factory, new NamedIdentity()));
            }
        } else {
            assertThatThrownBy(() -> unit.open(NamedIdentity.class))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("@GeneratedValue(generator = \"snowflake\")")
                    .hasMessageContaining("would come from Identity");
        }
    }

    @Test
    void aTableOfTheApplicationWithOurNameIsItsOwn() {
        for (Class<?> entity : List.of(TableOnClass.class, TableOnId.class, SequenceOnId.class)) {
            Unit.with(Keys.generator()).open(entity).close();
        }
    }

    @Test
    void aGenericEmbeddableIsLookedAtInItsPlaces() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(WithGeneric.class)) {
            WithGeneric entity = new WithGeneric();
            persisted(factory, entity);
            assertIsSnowflake(entity.part.number);
        }
        refused("@SnowflakeId on " + GenericPart.class.getName() + ".number", WithGenericElements.class);
    }

    private static void refused(String asking, Class<?>... entities) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entities))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("would silently not be given")
                .hasMessageContaining(asking);
    }

    @Entity
    @SnowflakeId
    static class OnClassOnly {
        @Id
        long id;
    }

    @Entity
    @SnowflakeId
    static class OnClassWithIdentity {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
    }

    @Entity
    static class Root {
        @Id
        @GeneratedValue
        long id;
    }

    @Entity
    @SnowflakeId
    static class OnSubclass extends Root {}

    @Entity
    static class OnTheWrongHalf {
        @SnowflakeId
        private long id;

        @Id
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }
    }

    @Entity
    static class OnTransient {
        @Id
        long id;

        @Transient
        @SnowflakeId
        long number;
    }

    @Entity
    static class WithEmbedded {
        @Id
        @SnowflakeId
        long id;

        Element element = new Element();
    }

    static class NotMapped {
        @SnowflakeId
        long number;
    }

    @Entity
    static class ExtendsNotMapped extends NotMapped {
        @Id
        long id;
    }

    @Embeddable
    static class Element {
        @SnowflakeId
        Long number;
    }

    @Entity
    static class WithElements {
        @Id
        long id;

        @ElementCollection
        List<Element> elements = new ArrayList<>();
    }

    @Entity
    @TableGenerator(name = "snowflake", table = "own_keys")
    static class TableOnClass {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "snowflake")
        long id;
    }

    @Entity
    static class TableOnId {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "snowflake")
        @TableGenerator(name = "snowflake", table = "own_keys")
        long id;
    }

    @Entity
    static class SequenceOnId {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "snowflake")
        @SequenceGenerator(name = "snowflake", sequenceName = "own_keys")
        long id;
    }

    @Embeddable
    static class GenericPart<T> {
        @SnowflakeId
        Long number;

        T content;
    }

    @Entity
    static class WithGenericElements {
        @Id
        @SnowflakeId
        long id;

        @ElementCollection
        List<GenericPart<String>> parts = new ArrayList<>();
    }

    @MappedSuperclass
    static class GenericBase<T> {
        @Embedded
        GenericPart<T> part = new GenericPart<>();
    }

    @Entity
    static class WithGeneric extends GenericBase<String> {
        @Id
        @SnowflakeId
        long id;
    }
}
