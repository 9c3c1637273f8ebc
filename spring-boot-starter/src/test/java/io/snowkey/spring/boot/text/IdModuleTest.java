// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonValue;
import io.snowkey.TextForm;
import io.snowkey.hibernate.SnowflakeId;
import io.snowkey.spring.boot.SnowflakeText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class IdModuleTest {

    private static final long ID = 175928847299117063L;
    private static final String DIGITS = "\"175928847299117063\"";

    private final JsonMapper json = mapper(false);

    private static JsonMapper mapper(boolean keys) {
        return JsonMapper.builder()
                .addModule(new IdModule(new AttributeTexts(keys, PublicIdTextsTest.texts(null))))
                .build();
    }

    record Order(
            @SnowflakeText long id,
            @SnowflakeText Long customer,
            @SnowflakeText(TextForm.BASE32) BigInteger number,
            long amount) {}

    @Test
    void writesWhatIsAnnotatedAsStringsAndNothingElse() {
        Order order = new Order(ID, ID, BigInteger.valueOf(ID), ID);
        String text = json.writeValueAsString(order);
        assertThat(text)
                .contains("\"id\":" + DIGITS)
                .contains("\"customer\":" + DIGITS)
                .contains("\"number\":\"04W86BB0G4007\"")
                .contains("\"amount\":" + ID);
        assertThat(json.readValue(text, Order.class)).isEqualTo(order);
    }

    @Test
    void readsNumbersAsWell() {
        String text = "{'id':%1$d,'customer':%1$d,'number':%1$d,'amount':0}".formatted(ID);
        assertThat(json.readValue(text.replace('\'', '"'), Order.class))
                .isEqualTo(new Order(ID, ID, BigInteger.valueOf(ID), 0));
    }

    @Test
    void leavesNullsToJackson() {
        String text = "{'id':7,'customer':null,'number':null,'amount':0}".replace('\'', '"');
        assertThat(json.readValue(text, Order.class)).isEqualTo(new Order(7, null, null, 0));
        assertThat(json.writeValueAsString(new Order(7, null, null, 0))).contains("\"customer\":null");
        assertThatExceptionOfType(MismatchedInputException.class)
                .isThrownBy(() -> json.readValue(text.replace("7", "null"), Order.class));
    }

    record Missing(@SnowflakeText long primitive, @SnowflakeText Long object, @SnowflakeText BigInteger big) {}

    record Plain(long primitive, Long object, BigInteger big) {}

    /** Which differs: between the lines of Jackson, and with what an application sets. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesWhatIsMissingToJacksonToo(boolean strict) {
        JsonMapper mapper = JsonMapper.builder()
                .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, strict)
                .addModule(new IdModule(new AttributeTexts(false, PublicIdTextsTest.texts(null))))
                .build();
        assertThat(read(mapper, Missing.class))
                .isEqualTo(read(mapper, Plain.class).replace("Plain", "Missing"));
    }

    private static String read(JsonMapper mapper, Class<?> type) {
        try {
            return mapper.readValue("{}", type).toString();
        } catch (JacksonException e) {
            return e.getClass().getSimpleName();
        }
    }

    static final class Bean {
        @SnowflakeText
        private Long id;

        public Long getId() {
            return id;
        }

        public void setId(Long id) {
            this.id = id;
        }
    }

    @Test
    void seesTheAnnotationOfAFieldBehindItsGetterAndSetter() {
        Bean bean = json.readValue("{\"id\":" + DIGITS + "}", Bean.class);
        assertThat(bean.getId()).isEqualTo(ID);
        assertThat(json.writeValueAsString(bean)).isEqualTo("{\"id\":" + DIGITS + "}");
        assertThatExceptionOfType(InvalidFormatException.class)
                .isThrownBy(() -> json.readValue("{\"id\":\" 7\"}", Bean.class));
    }

    record Many(
            @SnowflakeText List<Long> list,
            @SnowflakeText Map<String, Long> map,
            @SnowflakeText Optional<Long> optional) {}

    @Test
    void writesAndReadsWhatIsInCollectionsMapsAndOptionals() {
        Many many = new Many(List.of(ID, 7L), Map.of("a", ID), Optional.of(ID));
        String text = json.writeValueAsString(many);
        assertThat(text)
                .contains("\"list\":[" + DIGITS + ",\"7\"]")
                .contains("{\"a\":" + DIGITS + "}")
                .contains("\"optional\":" + DIGITS);
        assertThat(json.readValue(text, Many.class)).isEqualTo(many);
    }

    @ParameterizedTest
    @ValueSource(strings = {"U-boat", "", " 7", "-7", "7.0", "9223372036854775808"})
    void refusesAStringThatIsNoIdAndShowsIt(String text) {
        assertThatExceptionOfType(InvalidFormatException.class)
                .isThrownBy(() -> json.readValue("{\"id\":\"" + text + "\"}", Order.class))
                .withMessageContaining("id \"" + text + "\"")
                .withMessageContaining("Order[\"id\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-7", "7.5", "9223372036854775808", "true", "[]", "{}"})
    void refusesWhatIsNeitherStringNorId(String value) {
        assertThatExceptionOfType(MismatchedInputException.class)
                .isThrownBy(() -> json.readValue("{\"id\":" + value + "}", Order.class));
    }

    static final class Entity {
        @SnowflakeId
        public Long id = ID;

        @SnowflakeId(text = TextForm.BASE32)
        public String number = "04W86BB0G4007";

        public Long other = ID;
    }

    @Test
    void writesAndReadsAllKeysOfEntitiesIfWanted() {
        JsonMapper keys = mapper(true);
        String text = keys.writeValueAsString(new Entity());
        assertThat(text)
                .contains("\"id\":" + DIGITS)
                .contains("\"number\":\"04W86BB0G4007\"")
                .contains("\"other\":" + ID);
        assertThat(keys.readValue(text, Entity.class).id).isEqualTo(ID);
        assertThat(json.writeValueAsString(new Entity())).contains("\"id\":" + ID);
    }

    static final class OwnWay {
        @SnowflakeId
        @JsonSerialize(using = Hexadecimal.class)
        @JsonDeserialize(using = OfHexadecimal.class)
        public Long id = ID;

        @SnowflakeId
        @JsonFormat(shape = JsonFormat.Shape.NUMBER)
        public Long number = ID;

        @SnowflakeId
        @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT)
        public long primitive = ID;

        @SnowflakeText
        @JsonSerialize(contentUsing = Hexadecimal.class)
        @JsonDeserialize(contentUsing = OfHexadecimal.class)
        public List<Long> others = List.of(ID);
    }

    static final class Hexadecimal extends ValueSerializer<Long> {
        @Override
        public void serialize(Long id, JsonGenerator json, SerializationContext context) {
            json.writeString("0x" + Long.toHexString(id));
        }
    }

    static final class OfHexadecimal extends ValueDeserializer<Long> {
        @Override
        public Long deserialize(JsonParser json, DeserializationContext context) {
            return Long.decode(json.getString());
        }
    }

    /** An attribute that names its own serializer, or its shape, has the last word. */
    @Test
    void leavesToTheAttributeWhatItSaysItself() {
        JsonMapper keys = mapper(true);
        String text = keys.writeValueAsString(new OwnWay());
        String hexadecimal = "\"0x" + Long.toHexString(ID) + "\"";
        assertThat(text)
                .contains("\"id\":" + hexadecimal)
                .contains("\"number\":" + ID)
                .contains("\"primitive\":" + ID)
                .contains("\"others\":[" + hexadecimal);
        OwnWay read = keys.readValue(text, OwnWay.class);
        assertThat(read.id).isEqualTo(ID);
        assertThat(read.others).containsExactly(ID);
    }

    /** What is nothing but an id. Jackson asks nobody how the only parameter of a creator is read. */
    record Key(@JsonValue @SnowflakeText(TextForm.BASE32) long id) {

        @JsonCreator
        static Key of(String text) {
            return new Key(TextForm.BASE32.parse(text));
        }
    }

    static final class Reference {
        private final Entity entity = new Entity();

        @JsonValue
        @SnowflakeId
        public Long getId() {
            return entity.id;
        }
    }

    @Test
    void writesWhatIsNothingButAnIdAsText() {
        assertThat(json.writeValueAsString(new Key(ID))).isEqualTo("\"04W86BB0G4007\"");
        assertThat(json.readValue("\"04W86BB0G4007\"", Key.class)).isEqualTo(new Key(ID));
        assertThat(json.writeValueAsString(Map.of("key", new Key(ID)))).isEqualTo("{\"key\":\"04W86BB0G4007\"}");
        assertThat(mapper(true).writeValueAsString(new Reference())).isEqualTo(DIGITS);
        assertThat(json.writeValueAsString(new Reference())).isEqualTo(Long.toString(ID));
    }

    static final class Wrong {
        @SnowflakeText
        public long[] ids = {ID};
    }

    @Test
    void refusesTheAnnotationWhereItWouldDoNothing() {
        assertThatExceptionOfType(JacksonException.class)
                .isThrownBy(() -> json.writeValueAsString(new Wrong()))
                .withMessageContaining("@SnowflakeText")
                .withMessageContaining("of type [J:");
    }
}
