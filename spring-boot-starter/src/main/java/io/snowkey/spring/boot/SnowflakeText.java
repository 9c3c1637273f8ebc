// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.snowkey.TextForm;

/**
 * A Snowflake key that is text outside of the application. JavaScript, for one, rounds numbers beyond 2<sup>53</sup>, and most
 * Snowflake keys are.
 *
 * <pre>{@code
 * record OrderView(@SnowflakeText long id, String customer) {} // {"id":"175928847299117063","customer":"Ada"}
 *
 * @GetMapping("/orders/{id}")
 * OrderView order(@PathVariable @SnowflakeText(TextForm.BASE32) long id) { ... } // GET /orders/04W86BB0G4007
 * }</pre>
 *
 * <p><b>In JSON</b>, on an attribute: written as a string; read from a string, or from a number. With Jackson 3, which is
 * that of Spring Boot 4, and with Jackson 2. For all attributes with {@code @SnowflakeId} at once there is the property
 * {@code snowkey.json.ids-as-strings}; this annotation is the way for the attributes of others, such as a DTO. A serializer
 * that the attribute names, {@code @JsonSerialize(using = ...)}, goes before it. What is nothing but its {@code @JsonValue} is
 * written so, too, and read as its {@code @JsonCreator} reads it. Which attribute identifies an object in a
 * reference, {@code @JsonIdentityReference}, is written by Jackson itself: as a number.
 *
 * <p><b>In requests</b>, on a path variable, a request parameter, a request header, or an attribute of a form: read from a
 * string. Whatever else the conversion service of the application converts is converted likewise.
 *
 * <p><b>In descriptions of an API</b> by springdoc: a string, in both.
 *
 * <p><b>Types.</b> {@code long}, {@code Long}, {@link java.math.BigInteger}; in JSON also collections, maps and optionals of
 * the latter two.
 *
 * <p><b>What is read.</b> The form named here, by its length, and else decimal digits. What is neither is refused, in JSON by
 * Jackson's {@code InvalidFormatException}, in requests with status 400; the message shows the text. In requests
 * Spring has the last word: it tries its own conversion of numbers once this one has failed, which takes {@code -7} and
 * {@code 0x1F}, as it does without the annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface SnowflakeText {

    /**
     * How the id is written. {@link TextForm#DECIMAL}, the default, is without its leading zeros here.
     *
     * <p>A text as long as the form is always read as the form, also if it consists of digits only: with
     * {@link TextForm#BASE32}, 13 digits are not a decimal number.
     */
    TextForm value() default TextForm.DECIMAL;
}
