// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** Writes an id as its text, or as a number if it has none. It works with Jackson 3. */
final class IdSerializer extends StdScalarSerializer<Number> {

    private final IdText text;

    IdSerializer(IdText text) {
        super(Number.class);
        this.text = text;
    }

    @Override
    public void serialize(Number id, JsonGenerator json, SerializationContext context) {
        long value = IdText.value(id);
        if (text.isNumber()) {
            json.writeNumber(value);
        } else {
            json.writeString(text.write(value));
        }
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
        visitStringFormat(visitor, type);
    }
}
