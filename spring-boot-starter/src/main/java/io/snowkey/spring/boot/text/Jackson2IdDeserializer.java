// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an id from a string or a number, with Jackson 2. A value that is missing or {@code null} is left to Jackson's
 * own deserializer.
 */
final class Jackson2IdDeserializer extends StdScalarDeserializer<Number> {

    private static final long serialVersionUID = 1;

    private final transient IdText text;
    private final transient JsonDeserializer<?> usual;

    /** @param type {@code long}, {@code Long} or {@code BigInteger} */
    Jackson2IdDeserializer(Class<?> type, IdText text) {
        super(type);
        this.text = text;
        this.usual = NumberDeserializers.find(type, type.getName());
    }

    @Override
    public @Nullable Number deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> fromString(json.getText(), context);
            case VALUE_NUMBER_INT -> fromNumber(json, context);
            default -> (Number) context.handleUnexpectedToken(getValueType(context), json);
        };
    }

    private @Nullable Number fromString(String string, DeserializationContext context) throws IOException {
        try {
            return id(text.read(string));
        } catch (IllegalArgumentException e) {
            return (Number) context.handleWeirdStringValue(handledType(), string, "%s", e.getMessage());
        }
    }

    private @Nullable Number fromNumber(JsonParser json, DeserializationContext context) throws IOException {
        if (!text.readsNumbers()) {
            return (Number) context.handleWeirdNumberValue(
                    handledType(), json.getNumberValue(), "it must be a public id, which is a text");
        }
        if (json.getNumberType() == NumberType.BIG_INTEGER || json.getLongValue() < 0) {
            return (Number) context.handleWeirdNumberValue(
                    handledType(), json.getNumberValue(), "an id is from 0 to %d", Long.MAX_VALUE);
        }
        return id(json.getLongValue());
    }

    private Number id(long id) {
        return IdText.in(handledType(), id);
    }

    @Override
    public @Nullable Number getNullValue(DeserializationContext context) throws JsonMappingException {
        return (Number) usual.getNullValue(context);
    }

    @Override
    public @Nullable Number getAbsentValue(DeserializationContext context) throws JsonMappingException {
        return (Number) usual.getAbsentValue(context);
    }
}
