// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.UUID;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;

import io.snowkey.Flake;
import io.snowkey.FlakeGenerator;
import io.snowkey.hibernate.jpa.Entities.FlakeOnClass;
import io.snowkey.hibernate.jpa.Entities.NamedFlake;
import org.hibernate.MappingException;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JavaType;
import org.hibernate.annotations.JdbcType;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.VarcharJdbcType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlakeIdTest {

    private static final long WORKER = 0xA4_00_00_00_00_07L;

    @TempDir
    private Path directory;

    private FlakeGenerator flakes;

    @BeforeEach
    void open() {
        flakes = FlakeGenerator.builder()
                .worker(WORKER)
                .file(directory.resolve("flakes"))
                .build();
    }

    @AfterEach
    void close() {
        flakes.close();
    }

    @Test
    void givesKeysToEveryTypeThatHas128Bits() {
        assertThat(persisted(new OfUuid())).isInstanceOfSatisfying(UUID.class, id -> assertIsOurs(Flake.of(id)));
        assertThat(persisted(new OfBytes())).isInstanceOfSatisfying(byte[].class, id -> assertIsOurs(Flake.of(id)));
        assertThat(persisted(new OfText())).isInstanceOfSatisfying(String.class, id -> {
            assertThat(id).hasSize(22);
            assertIsOurs(Flake.parse(id));
        });
        assertThat(persisted(new OfTypeOfItsOwn()))
                .isInstanceOfSatisfying(OrderId.class, id -> assertIsOurs(Flake.of(id.value())));
    }

    @Test
    void givesKeysWhereverSnowflakeIdDoes() {
        assertThat(persisted(new OnGetter())).isInstanceOfSatisfying(UUID.class, id -> assertIsOurs(Flake.of(id)));
        assertThat(persisted(new Generated())).isInstanceOfSatisfying(UUID.class, id -> assertIsOurs(Flake.of(id)));
        assertThat(persisted(new Inherited())).isInstanceOfSatisfying(UUID.class, id -> assertIsOurs(Flake.of(id)));
        assertThat(persisted(new NamedFlake())).isInstanceOfSatisfying(UUID.class, id -> assertIsOurs(Flake.of(id)));
        assertThat(persisted(new WithPart()))
                .isInstanceOfSatisfying(Part.class, id -> assertIsOurs(Flake.of(id.number())));
    }

    @Test
    void givesOneToAnAttributeThatIsNotTheIdBesideASnowflake() {
        Both both = new Both();
        try (SessionFactory factory =
                unit().set(SnowkeySettings.GENERATOR, Keys.generator()).open(Both.class)) {
            Keys.assertIsSnowflake(Keys.persisted(factory, both));
        }
        assertIsOurs(Flake.of(both.ticket));
    }

    @Test
    void keepsAnAssignedOneIfAllowed() {
        try (SessionFactory factory = unit().open(Assigned.class)) {
            Assigned assigned = new Assigned();
            assigned.id = new UUID(0, 5);
            assertThat(Keys.persisted(factory, assigned)).isEqualTo(new UUID(0, 5));
            assertThat(Keys.persisted(factory, new Assigned()))
                    .isInstanceOfSatisfying(UUID.class, id -> assertIsOurs(Flake.of(id)));
        }
    }

    @Test
    void onAClassItGivesKeysOrIsRefused() {
        if (Keys.ONLY_ON_ATTRIBUTES) {
            assertThatThrownBy(() -> unit().open(FlakeOnClass.class))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("@FlakeId on class " + FlakeOnClass.class.getName())
                    .hasMessageContaining("Put @FlakeId on that attribute");
        } else {
            assertThat(persisted(new FlakeOnClass()))
                    .isInstanceOfSatisfying(UUID.class, id -> assertIsOurs(Flake.of(id)));
        }
    }

    @Test
    void whereHibernateDoesNotLookItIsRefused() {
        assertThatThrownBy(() -> unit().open(OnTheWrongHalf.class))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("@FlakeId on " + OnTheWrongHalf.class.getName() + ".id");
    }

    private Unit unit() {
        return new Unit().set(SnowkeySettings.FLAKE_GENERATOR, flakes);
    }

    private Object persisted(Object entity) {
        try (SessionFactory factory = unit().open(entity.getClass())) {
            return Keys.persisted(factory, entity);
        }
    }

    private static void assertIsOurs(Flake id) {
        assertThat(id.worker()).isEqualTo(WORKER);
    }

    @Entity
    static class OfUuid {
        @Id
        @FlakeId
        UUID id;
    }

    @Entity
    static class OfBytes {
        @Id
        @FlakeId
        byte[] id;
    }

    @Entity
    static class OfText {
        @Id
        @FlakeId
        String id;
    }

    record OrderId(UUID value) implements Serializable {}

    static final class OrderIdJavaType extends AbstractClassJavaType<OrderId> {
        private static final long serialVersionUID = 1;

        public OrderIdJavaType() {
            super(OrderId.class);
        }

        @Override
        public <X> X unwrap(OrderId value, Class<X> type, WrapperOptions options) {
            return value == null ? null : type.cast(value.value().toString());
        }

        @Override
        public <X> OrderId wrap(X value, WrapperOptions options) {
            return value == null || value instanceof OrderId
                    ? (OrderId) value
                    : new OrderId(value instanceof UUID uuid ? uuid : UUID.fromString((String) value));
        }
    }

    @Entity
    static class OfTypeOfItsOwn {
        @Id
        @FlakeId
        @JavaType(OrderIdJavaType.class)
        @JdbcType(VarcharJdbcType.class)
        OrderId id;
    }

    @Entity
    static class OnGetter {
        private UUID id;

        @Id
        @FlakeId
        public UUID getId() {
            return id;
        }

        public void setId(UUID id) {
            this.id = id;
        }
    }

    @Entity
    static class Generated {
        @Id
        @GeneratedValue
        @FlakeId
        UUID id;
    }

    @MappedSuperclass
    abstract static class Base {
        @Id
        @FlakeId
        UUID id;
    }

    @Entity
    static class Inherited extends Base {}

    @Embeddable
    record Part(@FlakeId UUID number) {}

    @Entity
    static class WithPart {
        @EmbeddedId
        Part id;
    }

    @Entity
    static class Both {
        @Id
        @SnowflakeId
        long id;

        @FlakeId
        UUID ticket;
    }

    @Entity
    static class Assigned {
        @Id
        @FlakeId(allowAssigned = true)
        UUID id;
    }

    @Entity
    static class OnTheWrongHalf {
        @FlakeId
        private UUID id;

        @Id
        public UUID getId() {
            return id;
        }

        public void setId(UUID id) {
            this.id = id;
        }
    }
}
