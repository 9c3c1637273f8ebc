// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledIf(value = "io.snowkey.examples.idservice.Browser#isInstalled", disabledReason = Browser.INSTALL)
class PageRangeTest {

    private static final String CELL = "document.activeElement.dataset.worker";

    @Test
    void showsManyWorkerIdsByRanges() throws Exception {
        try (IdServiceNode node = IdServiceNode.start(
                        "range",
                        "--snowkey.bits.worker=16",
                        "--snowkey.bits.sequence=6",
                        "--snowkey.worker-ids=40000-40000");
                Browser browser = Browser.start()) {
            browser.window(360, 780, "dark");
            browser.open(node.url("/"));
            browser.awaitValue("document.querySelectorAll('.grid .cell').length", "1024");
            // The range of this node is shown first.
            browser.awaitValue("document.querySelector('.grid [data-own]')?.dataset.worker", "40000");
            assertThat(browser.text("count-FREE")).isEqualTo("65,535");
            assertThat(browser.value("document.getElementById('page').options.length"))
                    .isEqualTo("64");
            assertThat(browser.value("document.getElementById('page').selectedOptions[0].text"))
                    .isEqualTo("39,936 to 40,959: 1 in use");
            assertThat(browser.value("document.documentElement.scrollWidth")).isEqualTo("360");

            browser.value("document.querySelector('.grid [tabindex=\"0\"]').focus()");
            browser.press("End");
            for (int row = 0; row < 30; row++) {
                browser.press("ArrowDown");
            }
            assertThat(browser.value(CELL)).as("over the end of the range").isEqualTo("40991");
            browser.press("PageUp");
            assertThat(browser.value(CELL)).isEqualTo("40000");
            browser.value("document.getElementById('page-after').click()");
            assertThat(browser.value("document.querySelector('.grid [tabindex=\"0\"]').dataset.worker"))
                    .isEqualTo("40960");
        }
    }
}
