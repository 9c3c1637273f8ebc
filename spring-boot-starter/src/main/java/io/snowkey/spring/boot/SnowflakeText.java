// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.snowkey.TextForm;

/**
 * A Snowflake key that is text outside of the application. JavaScript, for example, rounds numbers beyond
 * 2<sup>53</sup>, and most Snowflake keys are greater.
 *
 * <pre>{@code
 * record OrderView(@SnowflakeText long id, String customer) {} // {"id":"175928847299117063","customer":"Ada"}
 *
 * @GetMapping("/orders/{id}")
 * OrderView order(@PathVariable @SnowflakeText(TextForm.BASE32) long id) { ... } // GET /orders/04W86BB0G4007
 * }</pre>
 *
 * <p><b>In JSON</b>, an attribute is written as a string. It is read from a string or from a number. This works with
 * Jackson 3, which Spring Boot 4 uses, and with Jackson 2. The property {@code snowkey.json.ids-as-strings} does the
 * same for all attributes with {@code @SnowflakeId}; this annotation is for other attributes, such as those of a DTO. A
 * serializer that the attribute names, {@code @JsonSerialize(using = ...)}, goes before it. An object that consists of
 * its {@code @JsonValue} is written this way, too, and read as its {@code @JsonCreator} reads it. An attribute that
 * identifies an object in a reference, {@code @JsonIdentityReference}, is written by Jackson itself: as a number.
 *
 * <p><b>In requests</b>, a path variable, a request parameter, a request header, or an attribute of a form is read from
 * a string. Everything else that the conversion service of the application converts is converted in the same way.
 *
 * <p><b>In descriptions of an API</b> by springdoc, it is a string in JSON and in requests.
 *
 * <p><b>Types.</b> {@code long}, {@code Long}, {@link java.math.BigInteger}; in JSON also collections, maps and
 * optionals of the latter two.
 *
 * <p><b>What is read.</b> A text as long as the form named here is read as that form, and any other text as decimal
 * digits. A text that is neither is refused: in JSON by Jackson's {@code InvalidFormatException}, in requests with
 * status 400. The message shows the text. In requests Spring has the last word: once this conversion has failed, it
 * tries its own conversion of numbers. That takes {@code -7} and {@code 0x1F}, as it does without the annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface SnowflakeText {

    /**
     * How the id is written. {@link TextForm#DECIMAL}, the default, is written without leading zeros here.
     *
     * <p>A text as long as the form is always read as the form, also if it consists of digits only: with
     * {@link TextForm#BASE32}, 13 digits are not a decimal number.
     */
    TextForm value() default TextForm.DECIMAL;
}
