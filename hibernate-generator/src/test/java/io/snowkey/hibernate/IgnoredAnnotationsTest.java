// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SecondaryTable;

import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

import static io.snowkey.hibernate.Keys.assertIsSnowflake;
import static io.snowkey.hibernate.Keys.persisted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The same annotation in several places of the mappings: each place has its keys, or is refused for itself. */
class IgnoredAnnotationsTest {

    @Test
    void anEmbeddableThatIsAlsoAnElementIsRefusedForTheElement() {
        refused("@SnowflakeId on " + Part.class.getName() + ".number, in " + OnceAndMany.class.getName() + ".many:")
                .open(OnceAndMany.class);
    }

    @Test
    void anEmbeddableThatIsAlsoAValueOfAMapIsRefusedForTheMap() {
        refused("@SnowflakeId on " + Part.class.getName() + ".number, in " + OnceAndMap.class.getName() + ".byName:")
                .open(OnceAndMap.class);
    }

    @Test
    void anEmbeddableThatIsEmbeddedElsewhereIsRefusedForTheElement() {
        refused("@SnowflakeId on " + Part.class.getName() + ".number, in " + Many.class.getName() + ".parts:")
                .open(Once.class, Many.class);
    }

    @Test
    void anEmbeddableThatIsEmbeddedTwiceHasAKeyInEachPlaceOrIsRefused() {
        givesKeysOrIsRefused(new Twice(), twice -> List.of(twice.one.number, twice.two.number), Twice.class);
    }

    @Test
    void anEmbeddableInAnEmbeddableHasAKeyOrIsRefused() {
        givesKeysOrIsRefused(new Nested(), nested -> List.of(nested.outer.part.number), Nested.class);
    }

    @Test
    void anEmbeddableThatIsAnIdAndNoIdHasAKeyInEachPlaceOrIsRefused() {
        givesKeysOrIsRefused(new IdAndPart(), both -> List.of(both.id.number, both.other.number), IdAndPart.class);
    }

    @Test
    void anEmbeddableInASecondaryTableHasAKeyOrIsRefused() {
        givesKeysOrIsRefused(new InSecondary(), entity -> List.of(entity.number), InSecondary.class);
    }

    @Test
    void annotatedGettersBesideFieldAccessAreRefused() {
        refused("@SnowflakeId on " + Base.class.getName() + ".number, in " + ByGetters.class.getName() + ":")
                .open(ByFields.class, ByGetters.class);
    }

    @Test
    void theOrderOfTheEntitiesMakesNoDifference() {
        refused("@SnowflakeId on " + Base.class.getName() + ".number, in " + ByGetters.class.getName() + ":")
                .open(ByGetters.class, ByFields.class);
    }

    @Test
    void aSubclassHasTheAttributesOfItsParent() {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(Parent.class, Child.class, GrandChild.class)) {
            GrandChild child = new GrandChild();
            persisted(factory, child);
            for (Long number : List.of(child.id, child.parentNumber, child.childNumber, child.grandChildNumber)) {
                assertIsSnowflake(number);
            }
        }
    }

    private interface Opening {
        void open(Class<?>... entities);
    }

    private static Opening refused(String message) {
        return entities -> assertThatThrownBy(() -> Unit.with(Keys.generator()).open(entities))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("would silently not be given")
                .hasMessageContaining(message);
    }

    private static <E> void givesKeysOrIsRefused(E entity, Function<E, List<Long>> keys, Class<?>... entities) {
        try (SessionFactory factory = Unit.with(Keys.generator()).open(entities)) {
            persisted(factory, entity);
            assertThat(keys.apply(entity)).doesNotHaveDuplicates().allSatisfy(Keys::assertIsSnowflake);
        } catch (MappingException refused) {
            assertThat(refused).hasMessageContaining("would silently not be given");
        }
    }

    @Embeddable
    static class Part implements Serializable {
        @SnowflakeId
        Long number;

        String text = "";

        @Override
        public boolean equals(Object other) {
            return other instanceof Part that && Objects.equals(that.number, number);
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(number);
        }
    }

    @Entity
    static class Once {
        @Id
        @SnowflakeId
        Long id;

        @Embedded
        Part part = new Part();
    }

    @Entity
    static class Many {
        @Id
        @SnowflakeId
        Long id;

        @ElementCollection
        List<Part> parts = new ArrayList<>();
    }

    @Entity
    static class OnceAndMany {
        @Id
        @SnowflakeId
        Long id;

        @Embedded
        Part once = new Part();

        @ElementCollection
        List<Part> many = new ArrayList<>();
    }

    @Entity
    static class OnceAndMap {
        @Id
        @SnowflakeId
        Long id;

        @Embedded
        Part once = new Part();

        @ElementCollection
        Map<String, Part> byName = new HashMap<>();
    }

    @Entity
    static class Twice {
        @Id
        @SnowflakeId
        Long id;

        @Embedded
        @AttributeOverride(name = "number", column = @Column(name = "number1"))
        @AttributeOverride(name = "text", column = @Column(name = "text1"))
        Part one = new Part();

        @Embedded
        @AttributeOverride(name = "number", column = @Column(name = "number2"))
        @AttributeOverride(name = "text", column = @Column(name = "text2"))
        Part two = new Part();
    }

    @Embeddable
    static class Outer {
        @Embedded
        Part part = new Part();

        String more = "";
    }

    @Entity
    static class Nested {
        @Id
        @SnowflakeId
        Long id;

        @Embedded
        Outer outer = new Outer();
    }

    @Entity
    static class IdAndPart {
        @EmbeddedId
        @AttributeOverride(name = "text", column = @Column(name = "id_text"))
        @AttributeOverride(name = "number", column = @Column(name = "id_number"))
        Part id = new Part();

        @Embedded
        Part other = new Part();
    }

    @Entity
    @SecondaryTable(name = "in_secondary_more")
    static class InSecondary {
        @Id
        @SnowflakeId
        Long id;

        @SnowflakeId
        @Column(table = "in_secondary_more")
        Long number;
    }

    @MappedSuperclass
    static class Base {
        @SnowflakeId
        Long number;

        public Long getNumber() {
            return number;
        }

        public void setNumber(Long number) {
            this.number = number;
        }
    }

    @Entity
    @Access(AccessType.FIELD)
    static class ByFields extends Base {
        @Id
        Long id;
    }

    @Entity
    static class ByGetters extends Base {
        private Long id;

        @Id
        public Long getId() {
            return id;
        }

        public void setId(Long id) {
            this.id = id;
        }
    }

    @Entity
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Parent {
        @Id
        @SnowflakeId
        Long id;

        @SnowflakeId
        Long parentNumber;
    }

    @Entity
    static class Child extends Parent {
        @SnowflakeId
        Long childNumber;
    }

    @Entity
    static class GrandChild extends Child {
        @SnowflakeId
        Long grandChildNumber;
    }
}
