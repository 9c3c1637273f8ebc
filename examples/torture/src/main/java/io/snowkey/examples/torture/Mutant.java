// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Snowkey with one rule of its protocol switched off. The statements are changed on their way to the driver. A torture
 * that finds no duplicates in the mutants would prove nothing.
 */
enum Mutant {
    /** Snowkey as it is. */
    NONE("$^", "", ""),
    /** Goes on issuing after its claim has ended. Changes no statement, see {@link EndlessLease}. */
    NO_END("$^", "", "takeover"),
    /** Takes a worker id although ids with the present time may have been issued under it. */
    NO_MARK("reserved_until_ms (<=|>) \\?(?= AND abs| THEN 0)", "reserved_until_ms * 0 $1 ?", "isolate"),
    /** Renews a worker id although another process, a clone, has renewed it. */
    NO_FENCE(
            "(\\(reserved_until_ms <= \\? OR \\(beat = \\? AND reserved_until_ms <= \\?\\))\\)",
            "$1 OR 1 = 1)",
            "clone");

    private final Pattern rule;
    private final String instead;
    private final String faults;

    Mutant(String rule, String instead, String faults) {
        this.rule = Pattern.compile(rule, Pattern.DOTALL);
        this.instead = instead;
        this.faults = faults;
    }

    /** The mutant of this name on the command line. */
    static Mutant named(String label) {
        return Arrays.stream(values())
                .filter(mutant -> mutant.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** The faults that the rule is there for. */
    List<String> faults() {
        return List.of(faults.split(",", -1));
    }

    /** The name on the command line. */
    String label() {
        return this == NONE
                ? Generators.SNOWKEY
                : "mutant-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The statement without the rule, if it has the rule. */
    String of(String sql) {
        return rule.matcher(sql).replaceAll(instead);
    }
}
