// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes the pictures for the README into {@code docs/images}. Its name is not that of a test, because the charts need a
 * minute to be full. Start it with {@code ./mvnw -pl examples/id-service -am test -Dtest=PagePictures} and
 * {@code -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PagePictures {

    private static final Path DIRECTORY = Path.of("../../docs/images");
    private static final int SECONDS = 60;
    private static final int MAX_BYTES = 150_000;

    @Test
    void showThePageLightAndDarkAndOnAPhone() throws Exception {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (PageUnderTest page = PageUnderTest.start("pictures")) {
            Browser browser = page.open(1120, 1080, "light");
            page.issue();
            Future<?> calls = caller.submit(() -> call(page.node()));
            calls.get();
            choose(browser, 40);
            save(browser, "id-service-light.png");

            browser.preferences("dark", "reduce");
            browser.value("scrollTo(0, document.body.scrollHeight)");
            save(browser, "id-service-dark.png");

            browser.window(360, 780, "light");
            browser.value("scrollTo(0, 0)");
            save(browser, "id-service-phone.png");
        } finally {
            caller.shutdownNow();
        }
    }

    /** Asks for ids, now more and now less, for as long as a chart is wide. */
    private static Void call(IdServiceNode node) throws Exception {
        try (Http http = node.http()) {
            for (int i = 0; i < SECONDS * 20; i++) {
                long calls = Math.round(40 + 25 * Math.sin(i / 60.0) + 8 * Math.sin(i / 7.0));
                for (int call = 0; call < calls; call++) {
                    http.get("/ids");
                }
                Thread.sleep(1_000 / 20);
            }
        }
        return null;
    }

    private static void choose(Browser browser, long worker) throws Exception {
        browser.value("document.querySelector('.grid [data-worker=\"" + worker + "\"]').focus({preventScroll: true})");
    }

    private static void save(Browser browser, String name) throws Exception {
        byte[] picture = browser.picture();
        assertThat(picture.length).as(name).isLessThanOrEqualTo(MAX_BYTES);
        Files.createDirectories(DIRECTORY);
        Files.write(DIRECTORY.resolve(name), picture);
    }
}
