// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Hands a file to the CSV reader line by line, and can go back. It never reads ahead. A quote that is never closed
 * swallows the lines below it. These lines have to be read again without the first one.
 */
final class RewindableReader extends Reader {

    private final BufferedReader source;
    /** Lines that are to be read again. */
    private final Deque<String> again = new ArrayDeque<>();
    /** Lines handed out since the last {@link #forget}. */
    private final List<String> taken = new ArrayList<>();

    private String current = "";
    private int position;

    RewindableReader(BufferedReader source) {
        this.source = source;
    }

    /** Ends a row: the lines so far will not be asked for again. */
    void forget() {
        taken.clear();
    }

    /** The lines handed out since {@link #forget}. */
    List<String> taken() {
        return List.copyOf(taken);
    }

    /** Goes back to the second of the lines handed out since {@link #forget}. */
    void skipFirst() {
        for (int i = taken.size() - 1; i > 0; i--) {
            again.addFirst(taken.get(i));
        }
        taken.clear();
        current = "";
        position = 0;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (position == current.length()) {
            String line = again.isEmpty() ? source.readLine() : again.removeFirst();
            if (line == null) {
                return -1;
            }
            taken.add(line);
            current = line + "\n";
            position = 0;
        }
        int count = Math.min(length, current.length() - position);
        current.getChars(position, position + count, target, offset);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
