// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file to import. It was read to its end once: it exists, it is text and it has the right header. */
final class OrdersFile {

    private static final String CLASSPATH = "classpath:";

    private final String location;
    private final Charset charset;
    private final long lines;

    private OrdersFile(String location, Charset charset, long lines) {
        this.location = location;
        this.charset = charset;
        this.lines = lines;
    }

    /**
     * Checks the file.
     *
     * @throws StartException if it is not there, is not readable, is not text in this encoding, or has another header
     */
    static OrdersFile check(String location, Charset charset) {
        requireFile(location);
        OrdersFile unchecked = new OrdersFile(location, charset, 0);
        long lines = unchecked.countLines();
        if (lines == 0) {
            throw new StartException(
                    location + " is empty: the first line must be a header.",
                    "Give a file with these columns: " + RowReader.expectedHeader());
        }
        unchecked.open().close();
        return new OrdersFile(location, charset, lines);
    }

    /** The name of the file for messages. */
    String name() {
        return location.startsWith(CLASSPATH)
                ? location.substring(location.lastIndexOf('/') + 1)
                : Path.of(location).toAbsolutePath().normalize().toString();
    }

    /** The number of lines below the header. There are at least as many as rows. */
    long lines() {
        return lines - 1;
    }

    /** The rows from the beginning. */
    RowReader open() {
        return new RowReader(location, text());
    }

    private static void requireFile(String location) {
        if (location.startsWith(CLASSPATH)) {
            return;
        }
        Path path = Path.of(location);
        String place = path.toAbsolutePath().normalize().toString();
        String action =
                "Give an existing CSV file with --orders.csv=/path/to/file.csv, or leave the option out to import the"
                        + " file that comes with the application.";
        if (!Files.exists(path)) {
            throw new StartException("There is no file " + place + ".", action);
        }
        if (Files.isDirectory(path)) {
            throw new StartException(place + " is a directory, not a file.", action);
        }
        if (!Files.isReadable(path)) {
            throw new StartException(place + " may not be read by this user.", "Change its permissions, or copy it.");
        }
    }

    private long countLines() {
        long lines = 0;
        try (BufferedReader reader = text()) {
            while (reader.readLine() != null) {
                lines++;
            }
            return lines;
        } catch (CharacterCodingException e) {
            // The reader decodes ahead of the lines it returns, so the place is known only roughly.
            throw new StartException(
                    location + " is not text in " + charset + ": some bytes at or soon after line " + (lines + 1)
                            + " mean nothing in it.",
                    "Say which encoding it has, for instance --orders.charset=windows-1252, or convert it to UTF-8.");
        } catch (IOException e) {
            throw new StartException(location + " cannot be read: " + e.getMessage(), "Check the file and its disk.");
        }
    }

    private BufferedReader text() {
        try {
            // InputStreamReader(stream, charset) would quietly put another character for what it cannot decode.
            return new BufferedReader(new InputStreamReader(
                    stream(),
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream stream() throws IOException {
        if (!location.startsWith(CLASSPATH)) {
            return Files.newInputStream(Path.of(location));
        }
        InputStream stream = OrdersFile.class.getResourceAsStream("/" + location.substring(CLASSPATH.length()));
        if (stream == null) {
            throw new StartException(
                    "There is no " + location + " in the application.",
                    "Give a file with --orders.csv=/path/to/file.csv.");
        }
        return stream;
    }
}
