// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;

/** Writes an id as its text, or as a number if it has none. It works with Jackson 2. */
final class Jackson2IdSerializer extends StdScalarSerializer<Number> {

    private static final long serialVersionUID = 1;

    private final transient IdText text;

    Jackson2IdSerializer(IdText text) {
        super(Number.class);
        this.text = text;
    }

    @Override
    public void serialize(Number id, JsonGenerator json, SerializerProvider provider) throws IOException {
        long value = IdText.value(id);
        if (text.isNumber()) {
            json.writeNumber(value);
        } else {
            json.writeString(text.write(value));
        }
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) throws JsonMappingException {
        visitStringFormat(visitor, type);
    }
}
