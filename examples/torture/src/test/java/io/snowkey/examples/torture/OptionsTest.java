// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class OptionsTest {

    @Test
    void aCommandDoesTheSameAgain() {
        Options options = Options.of("--minutes", "3", "--database", "h2", "--faults", "kill, cut", "--rate", "0");
        assertThat(options.seconds()).isEqualTo(180);
        assertThat(options.faults()).containsExactly("kill", "cut");
        String[] again =
                options.command().replaceFirst("examples/torture/run ", "").split(" ", -1);
        assertThat(Options.of(again).command()).isEqualTo(options.command());
    }

    @ParameterizedTest
    @CsvSource({
        "--minutes, 0, '--minutes 0: must be a whole number, 1 to 60000'",
        "--rate, fast, '--rate fast: must be'",
        "--workers, 1, '--workers 1: must be a whole number, 2 to 100'",
        "--database, oracle, '--database oracle: must be one of h2, postgresql, mariadb'",
        "--faults, fire, 'there is no fault ''fire''; there are kill'",
        "--generator, dice, '--generator dice: must be one of snowkey'",
        "--minute, 1, '--minute: there is no such option'"
    })
    void whatMakesNoSenseIsRefused(String name, String value, String message) {
        assertThatThrownBy(() -> Options.of(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aValueThatIsMissingIsSaid() {
        assertThatThrownBy(() -> Options.of("--seed")).hasMessageContaining("--seed: a value is missing");
    }
}
