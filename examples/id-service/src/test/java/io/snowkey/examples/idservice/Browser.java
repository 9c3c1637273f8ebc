// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.idservice;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static io.snowkey.examples.idservice.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Debian's Chromium without a window, with one page in it. */
final class Browser implements AutoCloseable {

    /** What to tell those who have none. */
    static final String INSTALL = "no Chromium here, so the page was not tested: apt-get install -y chromium";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final Path profile;
    private final BrowserConnection page;

    private Browser(Process process, Path profile, BrowserConnection page) {
        this.process = process;
        this.profile = profile;
        this.page = page;
    }

    static boolean isInstalled() {
        return executable() != null;
    }

    private static Path executable() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(":")).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    static Browser start() throws Exception {
        Path profile = Files.createTempDirectory("id-service-browser");
        Process process = new ProcessBuilder(
                        executable().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.txt").toFile())
                .start();
        Path portFile = profile.resolve("DevToolsActivePort");
        await().until(() -> !process.isAlive()
                || (Files.exists(portFile) && Files.readAllLines(portFile).size() == 2));
        if (!process.isAlive()) {
            throw new AssertionError("Chromium ended:\n" + Files.readString(profile.resolve("output.txt")));
        }
        BrowserConnection page =
                new BrowserConnection(firstPage(Files.readAllLines(portFile).get(0)));
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            page.call(domain + ".enable", Map.of());
        }
        // As if the window were in front: else no element hears that it has the focus.
        page.call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        return new Browser(process, profile, page);
    }

    private static URI firstPage(String port) throws IOException, InterruptedException {
        String targets = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        for (JsonNode target : JsonMapper.builder().build().readTree(targets)) {
            if (target.get("type").asString().equals("page")) {
                return URI.create(target.get("webSocketDebuggerUrl").asString());
            }
        }
        throw new AssertionError("no page among " + targets);
    }

    BrowserConnection page() {
        return page;
    }

    /** Sets the size of the window, phone or not, light or dark. Turns animations off, so that pictures are still. */
    void window(int width, int height, String scheme) throws Exception {
        page.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        width < 600 ? 2 : 1,
                        "mobile",
                        width < 600));
        preferences(scheme, "reduce");
    }

    void preferences(String scheme, String motion) throws Exception {
        page.call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", motion))));
    }

    /** Goes to a page, and returns once it is there. */
    void open(String url) throws Exception {
        page.events().clear();
        page.call("Page.navigate", Map.of("url", url));
        awaitValue("document.readyState + ' ' + location.href", "complete " + url);
    }

    /** The value of an expression on the page, as text. */
    String value(String expression) throws Exception {
        JsonNode result = page.call(
                "Runtime.evaluate",
                Map.of("expression", "String(" + expression + ")", "returnByValue", true, "awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").get("value").asString();
    }

    /** The text of the element of this id. */
    String text(String id) throws Exception {
        return value("document.getElementById('" + id + "').innerText");
    }

    /** Waits for this value; an expression that fails, say because its element is not there yet, is asked again. */
    void awaitValue(String expression, String expected) {
        await().pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(value(expression)).isEqualTo(expected));
    }

    /** A key as a keyboard gives it to the page. */
    void press(String key) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            page.call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code(key)));
        }
    }

    private static int code(String key) {
        return switch (key) {
            case "Tab" -> 9;
            case "PageUp" -> 33;
            case "PageDown" -> 34;
            case "End" -> 35;
            case "Home" -> 36;
            case "ArrowLeft" -> 37;
            case "ArrowUp" -> 38;
            case "ArrowRight" -> 39;
            case "ArrowDown" -> 40;
            default -> throw new IllegalArgumentException(key);
        };
    }

    void type(String text) throws Exception {
        page.call("Input.insertText", Map.of("text", text));
    }

    /** What the page has logged as an error, and what it has thrown. */
    List<String> errors() {
        return page.events().stream()
                .filter(event -> event.method().equals("Runtime.exceptionThrown")
                        || (event.method().equals("Runtime.consoleAPICalled")
                                && event.params().get("type").asString().equals("error"))
                        || (event.method().equals("Log.entryAdded")
                                && event.params()
                                        .get("entry")
                                        .get("level")
                                        .asString()
                                        .equals("error")))
                .map(event -> event.params().toString())
                .toList();
    }

    /** What the window shows, as a picture in PNG. */
    byte[] picture() throws Exception {
        JsonNode picture = page.call("Page.captureScreenshot", Map.of("format", "png"));
        return Base64.getDecoder().decode(picture.get("data").asString());
    }

    @Override
    public void close() {
        page.close();
        process.destroy();
        process.onExit().orTimeout(10, TimeUnit.MINUTES).join();
        // Its children may still be writing for a moment.
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            FileSystemUtils.deleteRecursively(profile);
            return !Files.exists(profile);
        });
    }
}
