// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

@EnabledIf(value = "io.snowkey.examples.idservice.Browser#isInstalled", disabledReason = Browser.INSTALL)
class PageTest {

    private static PageUnderTest page;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        page = PageUnderTest.start("page");
    }

    @AfterAll
    static void stop() throws Exception {
        page.close();
    }

    @BeforeEach
    void open() throws Exception {
        browser = page.open(1280, 1100, "light");
    }

    private static String cell(long worker, String attribute) throws Exception {
        return browser.value(
                "document.querySelector('.grid [data-worker=\"" + worker + "\"]').getAttribute('" + attribute + "')");
    }

    @Test
    void showsEveryWorkerIdWithItsState() throws Exception {
        assertThat(browser.text("namespace")).isEqualTo("default");
        assertThat(browser.text("about")).contains("1,024 worker ids of 10 bits", "This node is worker 3.");
        assertThat(cell(BrowserWorkers.ACTIVE, "data-state")).isEqualTo("ACTIVE");
        assertThat(cell(BrowserWorkers.EXPIRED, "data-state")).isEqualTo("EXPIRED");
        assertThat(cell(BrowserWorkers.COOLING, "data-state")).isEqualTo("COOLING");
        assertThat(cell(1_023, "data-state")).isEqualTo("FREE");
        assertThat(cell(BrowserWorkers.ACTIVE, "aria-label")).isEqualTo("Worker 40, active, orders-1");
        assertThat(cell(3, "aria-label")).endsWith("this node");
        assertThat(browser.text("details-title"))
                .as("this node is chosen first")
                .isEqualTo("Worker 3, active");
        assertThat(browser.text("count-ACTIVE")).isEqualTo("26");
        assertThat(browser.text("count-EXPIRED")).isEqualTo("1");
        assertThat(browser.text("count-FREE")).isEqualTo("996");
    }

    @Test
    void listsTheHoldersWithHeartbeatTimeLeftSkewAndIds() throws Exception {
        assertThat(browser.value("document.querySelectorAll('#used tr').length"))
                .isEqualTo("28");
        assertThat(row(BrowserWorkers.ACTIVE))
                .matches("40\\|orders-1\\|\\d+ s ago\\|(29|30) min \\d+ s\\|(exact|\\d+ ms (ahead|behind))\\|0");
        assertThat(row(BrowserWorkers.EXPIRED))
                .startsWith("77|billing-7 <b>&amp;</b>|")
                .contains("|expired|");
        assertThat(row(BrowserWorkers.COOLING))
                .startsWith("105|none; import-3 was the last|")
                .contains("|cooling|");
        browser.value("document.querySelector('#used [data-worker=\"77\"] .holder').click()");
        assertThat(browser.text("details-title")).isEqualTo("Worker 77, expired");
    }

    private static String row(long worker) throws Exception {
        return browser.value("[...document.querySelectorAll('#used [data-worker=\"" + worker
                + "\"] td')].map(each => each.textContent).join('|')");
    }

    @Test
    void takesAnIdApartAsItIsTyped() throws Exception {
        browser.value("document.getElementById('id').focus()");
        browser.type("2498272818575400");
        browser.awaitValue("document.getElementById('decoded').innerText.includes('2498272818575400')", "true");
        browser.type("96");
        browser.awaitValue("document.getElementById('decoded').innerText.includes('249827281857540096')", "true");
        assertThat(browser.text("decoded")).contains("2026-11-21 09:24:25.561 UTC", "287", "06XWGJVB53W00");
        assertThat(browser.text("bits-worker")).isEqualTo("287");
        for (String form :
                List.of("06XWGJVB53W00", browser.value("document.getElementById('decoded').lastChild.textContent"))) {
            browser.value("document.getElementById('id').value = ''");
            browser.type(form);
            browser.awaitValue("document.getElementById('decoded').innerText.includes('249827281857540096')", "true");
        }
        browser.value("document.querySelector('#decoded button').click()");
        assertThat(browser.value(PageUnderTest.CELL)).isEqualTo("287");
    }

    @Test
    void saysWhyATextIsNoId() throws Exception {
        browser.value("document.getElementById('id').focus()");
        browser.type("12-34");
        browser.awaitValue("document.getElementById('id-hint').textContent", "An id has digits and letters only.");
        assertThat(browser.value("document.getElementById('id').getAttribute('aria-invalid')"))
                .isEqualTo("true");
        browser.value("document.getElementById('id').select()");
        browser.type("9999999999999999999");
        browser.awaitValue("document.getElementById('id-hint').textContent.includes('9223372036854775807')", "true");
        assertThat(browser.text("decoded")).isEmpty();
    }

    @Test
    void drawsRateAndLatencyOnceASecond() throws Exception {
        page.issue();
        assertThat(browser.value("document.querySelector('#decoded button').textContent"))
                .isEqualTo("3");
        for (String chart : List.of("rate-chart", "latency-chart")) {
            browser.awaitValue(
                    "document.querySelector('#" + chart + " .line').getAttribute('d')?.split('L').length > 1", "true");
            assertThat(browser.value("document.getElementById('" + chart + "').getAttribute('aria-label')"))
                    .startsWith("The last ");
        }
        assertThat(browser.text("p99")).matches("[0-9.,]+ [µm]s");
        assertThat(browser.text("rate")).matches("[0-9,]+");
        assertThat(browser.text("claim")).matches("\\d+ min \\d+ s");
    }

    /** What is shown is what was done: the ids that are asked for meanwhile. */
    @Test
    void countsTheIdsThatAreIssued() throws Exception {
        browser.awaitValue("document.getElementById('issued').textContent !== '–'", "true");
        long before = issued();
        try (Http http = page.node().http()) {
            http.get("/ids?count=1000");
        }
        await().until(() -> issued() >= before + 1000);
        await().until(() -> !browser.text("rate-peak").equals("0"));
    }

    private static long issued() throws Exception {
        return Long.parseLong(browser.text("issued").replace(",", ""));
    }

    @Test
    void isLightOrDarkAsTheReaderLikes() throws Exception {
        String ground = "getComputedStyle(document.body).backgroundColor";
        assertThat(browser.value(ground)).isEqualTo("rgb(251, 251, 250)");
        browser.preferences("dark", "reduce");
        assertThat(browser.value(ground)).isEqualTo("rgb(20, 23, 28)");
    }

    @Test
    void loadsNothingFromElsewhereAndLogsNoError() throws Exception {
        page.issue();
        List<String> asked = browser.page().events().stream()
                .filter(event -> event.method().equals("Network.requestWillBeSent"))
                .map(event -> event.params().get("request").get("url").asString())
                .toList();
        assertThat(asked)
                .hasSizeGreaterThan(8)
                .allMatch(url -> url.startsWith(page.node().url("/")) || url.startsWith("data:"));
        assertThat(browser.errors()).isEmpty();
    }

    /** The counter-example: an error of the page is seen. */
    @Test
    void wouldBeSeenToLogAnError() throws Exception {
        browser.value("console.error('broken') ?? setTimeout(() => { throw new Error('worse') })");
        await().until(() -> browser.errors().size() == 2);
    }
}
