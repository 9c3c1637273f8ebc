// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads an id from a string or a number, with Jackson 3. A value that is missing or {@code null} is left to Jackson's
 * own deserializer.
 */
final class IdDeserializer extends StdScalarDeserializer<Number> {

    private final IdText text;
    private final ValueDeserializer<?> usual;

    /** @param type {@code long}, {@code Long} or {@code BigInteger} */
    IdDeserializer(Class<?> type, IdText text) {
        super(type);
        this.text = text;
        this.usual = NumberDeserializers.find(type);
    }

    @Override
    public @Nullable Number deserialize(JsonParser json, DeserializationContext context) {
        return switch (json.currentToken()) {
            case VALUE_STRING -> fromString(json.getString(), context);
            case VALUE_NUMBER_INT -> fromNumber(json, context);
            default -> (Number) context.handleUnexpectedToken(getValueType(context), json);
        };
    }

    private @Nullable Number fromString(String string, DeserializationContext context) {
        try {
            return id(text.read(string));
        } catch (IllegalArgumentException e) {
            return (Number) context.handleWeirdStringValue(handledType(), string, "%s", e.getMessage());
        }
    }

    private @Nullable Number fromNumber(JsonParser json, DeserializationContext context) {
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
    public @Nullable Object getNullValue(DeserializationContext context) {
        return usual.getNullValue(context);
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
        return usual.getAbsentValue(context);
    }
}
