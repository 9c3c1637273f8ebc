// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

/** A node that is worker 3 of its namespace, other workers in every state, and a browser that shows its page. */
final class PageUnderTest implements AutoCloseable {

    /** The worker id of the cell that has the focus. */
    static final String CELL = "document.activeElement.dataset.worker";

    private final IdServiceNode node;
    private final BrowserWorkers workers;
    private final Browser browser;

    private PageUnderTest(IdServiceNode node, BrowserWorkers workers, Browser browser) {
        this.node = node;
        this.workers = workers;
        this.browser = browser;
    }

    static PageUnderTest start(String database) throws Exception {
        IdServiceNode node = IdServiceNode.start(database, "--snowkey.worker-ids=3-3");
        return new PageUnderTest(node, new BrowserWorkers(node).start(24), Browser.start());
    }

    /** Loads the page anew, in a window of this size. */
    Browser open(int width, int height, String scheme) throws Exception {
        browser.window(width, height, scheme);
        browser.open(node.url("/"));
        browser.awaitValue("document.querySelectorAll('.grid .cell').length", "1024");
        browser.awaitValue("document.getElementById('count-COOLING').textContent", "1");
        return browser;
    }

    IdServiceNode node() {
        return node;
    }

    /** Has the page issue an id and take it apart. */
    void issue() throws Exception {
        browser.value("document.getElementById('issue').click()");
        browser.awaitValue("document.getElementById('decoded').innerText.includes('Base 62')", "true");
    }

    @Override
    public void close() {
        browser.close();
        workers.close();
        node.close();
    }
}
