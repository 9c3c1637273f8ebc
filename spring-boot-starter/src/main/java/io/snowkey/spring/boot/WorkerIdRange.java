// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Worker ids from the first to the last, both included; written {@code 0-511}, or {@code 7} for a single one. */
record WorkerIdRange(long first, long last) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:\\s*-\\s*(\\d{1,18}))?");

    /**
     * Reads a range. Spring's conversion of property values looks for a public method of this name.
     *
     * @throws IllegalArgumentException if the text is neither a range nor a worker id
     */
    public static WorkerIdRange valueOf(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "': must be the first and the last worker id, such as 0-511, or a single one");
        }
        String last = form.group(2) != null ? form.group(2) : form.group(1);
        return new WorkerIdRange(Long.parseLong(form.group(1)), Long.parseLong(last));
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
