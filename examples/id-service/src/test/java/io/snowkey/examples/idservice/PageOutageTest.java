// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledIf(value = "io.snowkey.examples.idservice.Browser#isInstalled", disabledReason = Browser.INSTALL)
class PageOutageTest {

    private static final String TROUBLE = "document.getElementById('trouble').hidden";

    @Test
    void saysThatTheServiceIsAwayAndGoesOnWhenItIsBack() throws Exception {
        try (IdServiceNode node = IdServiceNode.start("outage");
                CuttableProxy link = new CuttableProxy(node.port());
                Browser browser = Browser.start()) {
            browser.open("http://127.0.0.1:" + link.port() + "/");
            browser.awaitValue("document.getElementById('count-ACTIVE').textContent", "1");
            assertThat(browser.value(TROUBLE)).isEqualTo("true");
            String place = "document.querySelector('footer').getBoundingClientRect().top";
            String before = browser.value(place);

            link.cut();
            browser.awaitValue(TROUBLE, "false");
            assertThat(browser.text("trouble"))
                    .matches("The service cannot be reached: it does not answer\\. What you see is \\d+ s old\\..*");
            assertThat(browser.value("document.getElementById('trouble').getAttribute('role')"))
                    .isEqualTo("alert");
            assertThat(browser.value("document.querySelectorAll('.grid [data-state=ACTIVE]').length"))
                    .as("what was known stays")
                    .isEqualTo("1");
            assertThat(browser.value(place)).as("nothing moves").isEqualTo(before);
            assertThat(browser.value(PageContrast.PALE_TEXTS)).isEmpty();

            link.heal();
            browser.awaitValue(TROUBLE, "true");
            browser.awaitValue("document.getElementById('news').textContent", "The service answers again.");
        }
    }
}
