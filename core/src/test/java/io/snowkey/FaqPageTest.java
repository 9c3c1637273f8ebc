// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The numbers of docs/faq.md are those of the layouts. */
class FaqPageTest {

    private static final SnowflakeLayout DEFAULT = SnowflakeLayout.DEFAULT;
    private static final SnowflakeLayout JAVASCRIPT = SnowflakeLayout.JAVASCRIPT;

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/faq.md")).replaceAll("\\s+", " ");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    @Test
    void javascript() throws IOException {
        long exact = 1L << 53;
        Instant larger = DEFAULT.epoch().plusMillis(exact >> (DEFAULT.workerBits() + DEFAULT.sequenceBits()));
        assertThat(larger.atZone(ZoneOffset.UTC).getYear()).isEqualTo(2025);
        assertThat(page())
                .contains("up to 2^53, which is " + number(exact) + ", and ids are larger since the "
                        + larger.atZone(ZoneOffset.UTC).getDayOfYear() + "th day of 2025")
                .contains("whose ids have "
                        + (JAVASCRIPT.timestampBits() + JAVASCRIPT.workerBits() + JAVASCRIPT.sequenceBits())
                        + " bits, before the first id is made: it has " + (JAVASCRIPT.maxWorkerId() + 1)
                        + " worker ids, and " + (1 << JAVASCRIPT.sequenceBits())
                        + " ids for each millisecond and worker");
    }

    @Test
    void theEnd() throws IOException {
        assertThat(page())
                .contains("has " + DEFAULT.timestampBits() + " bits of milliseconds since "
                        + DEFAULT.epoch().atZone(ZoneOffset.UTC).toLocalDate() + ", which last until "
                        + DEFAULT.exhaustedAt().atZone(ZoneOffset.UTC).toLocalDate());
    }

    @Test
    void howManyProcesses() throws IOException {
        long perSecond = Duration.ofSeconds(1).dividedBy(DEFAULT.tick()) << DEFAULT.sequenceBits();
        assertThat(page())
                .contains(number(DEFAULT.maxWorkerId() + 1)
                        + " at the same time with the default layout, and each of them makes up to "
                        + number(perSecond) + " ids a second");
        assertThat(page())
                .contains("`snowkey.worker-ids=0-511` in one and `512-" + DEFAULT.maxWorkerId() + "` in the other");
    }
}
