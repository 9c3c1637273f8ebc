// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The page works by keyboard, with a screen reader, without colours, without animations and on small screens. */
@EnabledIf(value = "io.snowkey.examples.idservice.Browser#isInstalled", disabledReason = Browser.INSTALL)
class PageAccessibilityTest {

    private static final String CELLS_THAT_CAN_BE_REACHED =
            "document.querySelectorAll('.grid [tabindex=\"0\"]').length";

    private static PageUnderTest page;

    @BeforeAll
    static void start() throws Exception {
        page = PageUnderTest.start("accessible");
    }

    @AfterAll
    static void stop() throws Exception {
        page.close();
    }

    private static Browser open() throws Exception {
        return page.open(1280, 1100, "light");
    }

    @Test
    void movesThroughTheGridByKeyboardAndShowsWhoHoldsTheCell() throws Exception {
        Browser browser = open();
        browser.value("document.querySelector('.grid [tabindex=\"0\"]').focus()");
        assertThat(browser.value(CELLS_THAT_CAN_BE_REACHED)).isEqualTo("1");
        assertThat(browser.value(PageUnderTest.CELL)).as("this node").isEqualTo("3");
        press(browser, "ArrowRight", "4");
        press(browser, "ArrowDown", "36");
        press(browser, "ArrowLeft", "35");
        press(browser, "ArrowUp", "3");
        press(browser, "Home", "0");
        press(browser, "ArrowLeft", "0"); // there is nothing before it
        press(browser, "End", "31");
        press(browser, "PageDown", "40");
        assertThat(browser.text("details-title")).isEqualTo("Worker 40, active");
        assertThat(browser.text("details-list"))
                .contains("orders-1", "Heartbeat", "Clock", "Ids issued", "Generation", "Time left");
        press(browser, "PageDown", "77");
        assertThat(browser.text("details-title")).isEqualTo("Worker 77, expired");
        assertThat(browser.text("details-list"))
                .as("a name is text, never markup")
                .contains("billing-7 <b>&amp;</b>");
        assertThat(browser.value("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        assertThat(browser.value(CELLS_THAT_CAN_BE_REACHED)).isEqualTo("1");
        for (String next : List.of("id", "issue")) {
            browser.press("Tab");
            assertThat(browser.value("document.activeElement.id")).isEqualTo(next);
            assertThat(browser.value("getComputedStyle(document.activeElement).outlineStyle"))
                    .as("the focus is seen")
                    .isEqualTo("solid");
        }
    }

    private static void press(Browser browser, String key, String expectedCell) throws Exception {
        browser.press(key);
        assertThat(browser.value(PageUnderTest.CELL)).as(key).isEqualTo(expectedCell);
    }

    /** As Chromium tells a screen reader. */
    @Test
    void tellsAScreenReaderANameOfEverythingThatCanBeUsed() throws Exception {
        Browser browser = open();
        page.issue();
        Map<String, Integer> named = new HashMap<>();
        for (JsonNode node :
                browser.page().call("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
            if (node.get("ignored").asBoolean()) {
                continue;
            }
            String role = node.get("role").get("value").asString();
            if (List.of("gridcell", "button", "textbox", "link", "grid", "region", "image", "table", "columnheader")
                    .contains(role)) {
                assertThat(node.at("/name/value").asString(""))
                        .as(node.toString())
                        .isNotBlank();
                named.merge(role, 1, Integer::sum);
            }
        }
        assertThat(named)
                .containsEntry("gridcell", 1024)
                .containsEntry("textbox", 1)
                .containsEntry("columnheader", 6)
                .containsEntry("link", 3)
                .containsEntry("image", 2)
                .containsKeys("grid", "region", "table", "button");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void hasTheContrastOfLevelAa(String scheme) throws Exception {
        Browser browser = page.open(1280, 1100, scheme);
        page.issue();
        browser.awaitValue("document.querySelector('#rate-chart .line').getAttribute('d') != null", "true");
        assertThat(browser.value(PageContrast.PALE_TEXTS)).isEmpty();
        assertThat(browser.value(PageContrast.PALE_PARTS)).isEmpty();
        browser.value("document.getElementById('id').select()");
        browser.type("12-34");
        browser.awaitValue("document.getElementById('id-hint').textContent", "An id has digits and letters only.");
        assertThat(browser.value(PageContrast.PALE_TEXTS)).isEmpty();
    }

    /** The counter-example: what is too pale is found. */
    @Test
    void wouldBeFoundToBeTooPale() throws Exception {
        Browser browser = open();
        browser.value("document.getElementById('about').style.color = '#888'");
        browser.value("document.getElementById('id').style.borderColor = '#ccc'");
        assertThat(browser.value(PageContrast.PALE_TEXTS))
                .contains("This node is worker 3")
                .hasLineCount(1);
        assertThat(browser.value(PageContrast.PALE_PARTS))
                .startsWith("input 204,204,204")
                .hasLineCount(1);
    }

    @Test
    void drawsEachStateInAShapeOfItsOwn() throws Exception {
        String shapes = "['ACTIVE','EXPIRED','COOLING'].map(s => `.grid .cell[data-state=${s}]:not([data-own])`)"
                + ".concat('.grid .cell[data-own]').map(cell => getComputedStyle(document.querySelector(cell))"
                + ".backgroundImage.replace(/rgba?\\([^)]*\\)/g, ''))";
        assertThat(open().value("new Set(" + shapes + ").size"))
                .as("full, crossed, hollow, and with a dot; free is full too, but so pale that it is no shape")
                .isEqualTo("4");
    }

    @Test
    void movesNothingForThoseWhoWantItStill() throws Exception {
        Browser browser = open();
        String transition = "getComputedStyle(document.getElementById('claim-bar')).transitionDuration";
        assertThat(browser.value(transition)).isEqualTo("0s");
        browser.preferences("light", "no-preference");
        assertThat(browser.value(transition)).isEqualTo("0.6s");
    }

    @Test
    void fitsAPhone() throws Exception {
        Browser browser = page.open(360, 780, "light");
        String width = "document.documentElement.scrollWidth";
        assertThat(browser.value(width)).isEqualTo("360");
        browser.value("document.querySelector('.grid [data-worker=\"77\"]').focus()");
        page.issue();
        assertThat(browser.value(width)).isEqualTo("360");
        assertThat(browser.value("document.getElementById('used-scroll').scrollWidth"
                        + " - document.getElementById('used-scroll').clientWidth"))
                .as("nor is the table wider")
                .isEqualTo("0");
        assertThat(browser.value("Math.min(...[...document.querySelectorAll('#used tr, #issue, #id')]"
                        + ".map(each => each.getBoundingClientRect().height)) >= 44"))
                .as("cells are small for a finger, the rows of the table are not")
                .isEqualTo("true");
        assertThat(browser.value("getComputedStyle(document.documentElement).overflowX"))
                .as("and nothing is cut off to fit")
                .isEqualTo("visible");
        assertThat(browser.text("claim")).matches("\\d+ min \\d+ s");
        assertThat(
                        browser.value(
                                "document.getElementById('claim').offsetHeight < 40"
                                        + " && document.getElementById('claim').scrollWidth <= document.getElementById('claim').clientWidth"))
                .as("a long value stays on one line, and in its place")
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 760, 1280})
    void doesNotJumpWhateverIsShown(int width) throws Exception {
        Browser browser = page.open(width, 1100, "light");
        List<String> places = new ArrayList<>();
        String tops = "[...document.querySelectorAll('section, footer')].map(each => each.offsetTop)";
        places.add(browser.value(tops));
        for (int worker : new int[] {40, 41, 77, 105}) {
            browser.value("document.querySelector('.grid [data-worker=\"" + worker + "\"]').focus()");
            places.add(browser.value(tops));
        }
        page.issue();
        places.add(browser.value(tops));
        browser.value("document.getElementById('id').select()");
        browser.type("12-34");
        browser.awaitValue("document.getElementById('decoded').innerText", "");
        places.add(browser.value(tops));
        assertThat(places).containsOnly(places.get(0));
    }
}
