// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot.text;

import io.snowkey.PublicIds;
import io.snowkey.spring.boot.text.PublicIdProperties.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * An id as a public text.
 *
 * @param ids the texts of this kind of entity
 * @param numbers whether numbers are read and written as well
 * @param before how the id was written before it had a public text, or {@code null} if as a number
 */
record PublicText(PublicIds ids, Numbers numbers, @Nullable IdText before) implements IdText {

    @Override
    public String write(long id) {
        return numbers == Numbers.WRITTEN ? earlier().write(id) : ids.format(id);
    }

    @Override
    public long read(String text) {
        return readsNumbers() && !ids.isOfThisKind(text) ? earlier().read(text) : ids.parse(text);
    }

    private IdText earlier() {
        return before != null ? before : FormText.DECIMAL;
    }

    @Override
    public boolean isNumber() {
        return numbers == Numbers.WRITTEN && before == null;
    }

    @Override
    public boolean readsNumbers() {
        return numbers != Numbers.REFUSED;
    }

    @Override
    public @Nullable String pattern() {
        return numbers == Numbers.WRITTEN ? null : ids.pattern();
    }
}
