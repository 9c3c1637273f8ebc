// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A short run of the whole thing. The long one is by command. */
@Tag("faults")
final class TortureTest {

    @TempDir
    private Path directory;

    private Report torture(String generator, String faults, int seconds) throws Exception {
        return Torture.torture(
                Options.of(
                        "--database",
                        "h2",
                        "--seconds",
                        Integer.toString(seconds),
                        "--seed",
                        "1",
                        "--workers",
                        "2",
                        "--generator",
                        generator,
                        "--faults",
                        faults,
                        "--directory",
                        directory.toString()),
                System.out);
    }

    @Test
    void thePromiseHolds() throws Exception {
        Report report = torture("snowkey", "kill,freeze-briefly,cut,terminate", 5);
        assertThat(report.held()).as(Page.of(report)).isTrue();
        assertThat(report.ids()).isPositive();
        assertThat(report.events()).isNotEmpty();
        assertThat(directory.resolve("result.md")).content().contains("The promise held.");
        assertThat(Files.readString(directory.resolve("result.json"))).contains("\"inside\" : 0");
    }

    /** The counter-example: two clones that the database does not tell apart. */
    @Test
    void aMutantIsConvicted() throws Exception {
        Report report = torture("mutant-no-fence", "clone", 1);
        assertThat(report.inside()).as(Page.of(report)).isPositive();
        assertThat(report.held()).isFalse();
        assertThat(directory.resolve("result.md")).content().contains("The promise did NOT hold.");
    }
}
