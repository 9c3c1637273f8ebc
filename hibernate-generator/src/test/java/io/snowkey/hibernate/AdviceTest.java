// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;

import io.snowkey.hibernate.jpa.Entities.MappedByXml;
import io.snowkey.hibernate.jpa.Entities.Named;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.GenericGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Annotations in places where they mean nothing: the error says what to do. */
class AdviceTest {

    private static final String REMOVE = "Remove @SnowflakeId.";

    @Test
    void onAnIdWithPartsItBelongsOnThePart() {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(OnParts.class))
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining("@SnowflakeId")
                .hasMessageContaining(OnParts.class.getName())
                .hasMessageMatching("(?is).*put (it|@SnowflakeId) on the part.*");
    }

    @ParameterizedTest
    @ValueSource(classes = {OnEmbedded.class, OnMany.class})
    void onAnAttributeWithSeveralValuesItIsRefused(Class<?> entity) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entity, Parent.class))
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining(entity.getName() + ".several");
    }

    @Test
    void inAnAnnotationOfTheApplicationItIsNotLookedAt() {
        refused("in another annotation, which Hibernate does not look into. Put @SnowflakeId itself", Composed.class);
    }

    @Test
    void inAnAnnotationOnTheClassItGivesKeysOrIsRefused() {
        // Hibernate 7.4 does look into that one.
        try (SessionFactory factory = Unit.with(Keys.generator()).open(ComposedOnClass.class)) {
            Keys.assertIsSnowflake(persisted(factory, new ComposedOnClass()));
        } catch (HibernateException refused) {
            assertThat(refused).hasMessageContaining("@SnowflakeId on class " + ComposedOnClass.class.getName());
        }
    }

    @Test
    void besideMapsIdItIsToBeRemoved() {
        refused("its value comes from the association with @MapsId. " + REMOVE, Mapped.class, Parent.class);
    }

    @Test
    void onAPartThatMapsIdFillsItIsToBeRemoved() {
        refused("its value comes from the association with @MapsId. " + REMOVE, PartMapped.class, Parent.class);
    }

    @Test
    void beyondThatPartTheOthersHaveTheirKeys() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(PartFree.class, Parent.class)) {
            PartFree entity = new PartFree();
            factory.inTransaction(session -> {
                session.persist(entity.parent);
                session.persist(entity);
            });
            Keys.assertIsSnowflake(entity.id.own);
            assertThat(entity.id.parent).isEqualTo(entity.parent.id);
        }
    }

    @Test
    void onAnAssociationThatIsTheIdItIsToBeRemoved() {
        refused(
                "the attribute is an association, whose key is that of the other entity. " + REMOVE,
                Associated.class,
                Parent.class);
    }

    @Test
    void onAnIdThatASuperclassDeclaresItIsToBeRemoved() {
        refused(
                "a superclass declares that attribute, and decides where its keys come from. " + REMOVE,
                Parent.class,
                Repeats.class);
    }

    @Test
    void onAnIdThatAMappedSuperclassDeclaresItIsRefused() {
        // By Hibernate itself from 7 on: it "may not respecify the generation strategy".
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(RepeatsMapped.class))
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining(RepeatsMapped.class.getName());
    }

    @Test
    void aGeneratorThatIsMadeByItsClassIsRefusedWithTheOneToName() {
        // Hibernate 8 hides it behind one of its own until it is used.
        assertThatThrownBy(() -> persisted(new ByClass()))
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining("SnowflakeIdGenerator was made by a name or a class")
                .hasMessageContaining("Put @SnowflakeId on the attribute, or name "
                        + NamedSnowflakeIdGenerator.class.getName() + " there instead.");
        if (!Keys.NAMES_ONLY_IN_XML) {
            refused("SnowflakeIdGenerator was made by a name or a class", ByClass.class);
        }
    }

    @Test
    void sameInHbmXml() {
        assertThatThrownBy(() -> hbm(SnowflakeIdGenerator.class).open())
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining("or name " + NamedSnowflakeIdGenerator.class.getName() + " there instead.");
        try (SessionFactory factory = hbm(NamedSnowflakeIdGenerator.class).open()) {
            Keys.assertIsSnowflake(persisted(factory, new MappedByXml()));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OwnSequence.class, OwnTable.class})
    void aGeneratorOfTheApplicationKeepsItsNameWhereNamesAreGlobal(Class<?> entity) throws Exception {
        try (SessionFactory factory = global().open(entity)) {
            Object key = persisted(factory, entity.getDeclaredConstructor().newInstance());
            assertThat((Long) key).isLessThan(1000);
        }
    }

    @Test
    void whereNamesAreGlobalOursAreKnown() {
        try (SessionFactory factory = global().open(Named.class)) {
            Keys.assertIsSnowflake(persisted(factory, new Named()));
        }
    }

    private static Unit global() {
        return Unit.with(Keys.generator()).set("hibernate.jpa.compliance.global_id_generators", "true");
    }

    private static Unit hbm(Class<?> generator) {
        String mapping = "<hibernate-mapping><class name='" + MappedByXml.class.getName()
                + "'><id name='id' access='field'><generator class='" + generator.getName()
                + "'/></id></class></hibernate-mapping>";
        return Unit.with(Keys.generator())
                .sources(sources ->
                        sources.addInputStream(new ByteArrayInputStream(mapping.getBytes(StandardCharsets.UTF_8))));
    }

    private static void refused(String message, Class<?>... entities) {
        assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entities))
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining("would silently not be given")
                .hasMessageContaining(message);
    }

    @Retention(RetentionPolicy.RUNTIME)
    @SnowflakeId
    @interface OrderKey {}

    @Entity
    static class Composed {
        @Id
        @OrderKey
        Long id;
    }

    @Entity
    @OrderKey
    static class ComposedOnClass {
        @Id
        @GeneratedValue
        Long id;
    }

    @Embeddable
    static class Parts implements Serializable {
        Long one;
        Long two;

        @Override
        public boolean equals(Object other) {
            return other instanceof Parts that && Objects.equals(that.one, one) && Objects.equals(that.two, two);
        }

        @Override
        public int hashCode() {
            return Objects.hash(one, two);
        }
    }

    @Entity
    static class OnParts {
        @EmbeddedId
        @SnowflakeId
        Parts id;
    }

    @Entity
    static class OnEmbedded {
        @Id
        Long id;

        @Embedded
        @SnowflakeId
        Parts several;
    }

    @Entity
    static class OnMany {
        @Id
        Long id;

        @OneToMany
        @SnowflakeId
        List<Parent> several = new ArrayList<>();
    }

    @Entity
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Parent {
        @Id
        @SnowflakeId
        Long id;
    }

    @Entity
    @SuppressWarnings("HidingField") // that is the mistake
    static class Repeats extends Parent {
        @Id
        @SnowflakeId
        Long id;
    }

    @MappedSuperclass
    static class Base {
        @Id
        @SnowflakeId
        Long id;
    }

    @Entity
    @SuppressWarnings("HidingField") // likewise
    static class RepeatsMapped extends Base {
        @Id
        @SnowflakeId
        Long id;
    }

    @Entity
    static class Mapped {
        @Id
        @SnowflakeId
        Long id;

        @MapsId
        @OneToOne
        Parent parent;
    }

    @Entity
    static class Associated {
        @Id
        @SnowflakeId
        @OneToOne
        Parent parent;
    }

    @Embeddable
    static class MappedParts implements Serializable {
        @SnowflakeId
        Long parent;

        @Override
        public boolean equals(Object other) {
            return other instanceof MappedParts that && Objects.equals(that.parent, parent);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(parent);
        }
    }

    @Entity
    static class PartMapped {
        @EmbeddedId
        MappedParts id = new MappedParts();

        @MapsId("parent")
        @ManyToOne
        Parent parent;
    }

    @Embeddable
    static class FreeParts implements Serializable {
        Long parent;

        @SnowflakeId
        Long own;

        @Override
        public boolean equals(Object other) {
            return other instanceof FreeParts that && Objects.equals(that.own, own);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(own);
        }
    }

    @Entity
    static class PartFree {
        @EmbeddedId
        FreeParts id = new FreeParts();

        @MapsId("parent")
        @ManyToOne
        Parent parent = new Parent();
    }

    @Entity
    @SuppressWarnings("removal") // in Hibernate 8, under this name
    static class ByClass {
        @Id
        @GeneratedValue(generator = "by class")
        @GenericGenerator(name = "by class", type = SnowflakeIdGenerator.class)
        Long id;
    }

    @Entity
    @SequenceGenerator(name = "snowflake", sequenceName = "own_sequence")
    static class OwnSequence {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "snowflake")
        Long id;
    }

    @Entity
    @TableGenerator(name = "snowflake", table = "own_table")
    static class OwnTable {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "snowflake")
        Long id;
    }
}
