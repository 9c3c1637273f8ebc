// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A Snowflake key with a public text: a {@code BIGINT} in the database, {@code ord_7XKQ2M9T4WVB3H} outside of the
 * application. The text tells nothing of the key, as {@link io.snowkey.PublicIds} says. It is no access control.
 *
 * <pre>{@code
 * @Entity
 * class Order {
 *     @Id @SnowflakeId @PublicId("ord") Long id;
 * }
 *
 * record OrderView(@PublicId("ord") long id, String customer) {} // {"id":"ord_7XKQ2M9T4WVB3H","customer":"Ada"}
 *
 * @GetMapping("/orders/{id}")
 * OrderView order(@PathVariable @PublicId("ord") long id) { ... } // GET /orders/ord_7XKQ2M9T4WVB3H
 * }</pre>
 *
 * <p><b>The key</b> is {@code snowkey.public-ids.key}: {@code 0:} and what {@code openssl rand -base64 32} prints. Keys
 * that earlier texts were made with are {@code snowkey.public-ids.old-keys}. Instead of these properties, keys may be
 * beans of the type {@link io.snowkey.PublicIdKey}, in their order: the first is the current one. Without a key,
 * reading or writing the attribute fails with an {@link IllegalStateException}.
 *
 * <p><b>Where it works.</b> It works where {@link SnowflakeText} does, and on the same types: in JSON, in requests, and
 * in descriptions of an API by springdoc. The descriptions get the pattern of the text. A repository knows nothing of
 * it: {@code findById} takes the number that the path variable was converted to.
 *
 * <p><b>What is read.</b> The texts of this prefix and these keys. Everything else is refused, in JSON by Jackson's
 * {@code InvalidFormatException}, in requests with status 400; the message shows the text and what is wrong with it.
 * There is one exception: a number in a request becomes the id -1, which no row has. Spring would otherwise convert the
 * number by itself, once this conversion has failed. So the application answers a number as it answers a row that does
 * not exist.
 *
 * <p><b>For an API that gave out numbers before</b>, {@code snowkey.public-ids.numbers} says what happens to numbers.
 * {@code refused}, the default: only texts. {@code read}: texts are written, and numbers are read as well.
 * {@code written}: as without this annotation, but texts are read as well. In the last two, {@link SnowflakeText}
 * beside this annotation, or {@code snowkey.json.ids-as-strings}, says how numbers are written and read.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface PublicId {

    /**
     * The prefix of the texts, one for each kind of entity. Never change it once texts are out: it is part of the
     * encryption. 1 to 10 lower-case letters and digits, beginning with a letter.
     */
    String value();
}
