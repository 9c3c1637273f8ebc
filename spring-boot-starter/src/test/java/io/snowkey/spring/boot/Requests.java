// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.springframework.context.ConfigurableApplicationContext;

/** Requests to the web server of an application. */
public final class Requests {

    private Requests() {}

    public static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        return send(to(context, path));
    }

    public static HttpResponse<String> post(ConfigurableApplicationContext context, String path, String json)
            throws IOException, InterruptedException {
        return send(to(context, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    public static HttpRequest.Builder to(ConfigurableApplicationContext context, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + Contexts.port(context) + path));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
