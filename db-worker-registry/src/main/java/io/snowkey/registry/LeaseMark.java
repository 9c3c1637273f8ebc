// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.jspecify.annotations.Nullable;

/**
 * What a lease knows of its high-water mark. That is the mark that the database acknowledged last, and at most one
 * request for a later mark that is not answered yet. For one thread at a time.
 *
 * <p>This tells two clones of one process apart, although they hold the same generation and the same holder. A
 * request is a random token and the mark that is asked for. It is repeated with the same token and the same mark until
 * the database says that it was granted. Only then there is another request. The database grants it if the mark in the
 * table is no further than the one that was acknowledged to this lease. It also grants it if the same request has moved
 * the mark before, and the answer got lost. So the first of two clones to send a request moves the mark further than
 * the other one knows, and the other one is refused.
 *
 * <p>Times are raw milliseconds. They are not the end of the claim, which is rounded to ticks.
 */
final class LeaseMark {

    /** A request for a mark. */
    record Request(String token, long untilMillis) {}

    /**
     * What a statement lets through: a mark no further than the acknowledged one, or one that the request moved.
     *
     * @param request if nothing is requested, one that the database has never seen
     */
    record Fence(long acknowledgedMillis, Request request) {}

    private static final String NO_TOKEN = "-";

    private final Tokens tokens;
    private long acknowledgedMillis;
    private @Nullable Request open;
    /** Whether a statement with the request may still be on its way. */
    private boolean onItsWay;

    /**
     * Begins with the mark of an acquisition.
     *
     * @param acknowledgedMillis the mark that the acquisition wrote
     */
    LeaseMark(long acknowledgedMillis, Tokens tokens) {
        this.acknowledgedMillis = acknowledgedMillis;
        this.tokens = tokens;
    }

    /** The mark that the database acknowledged last. */
    long acknowledgedMillis() {
        return acknowledgedMillis;
    }

    /** The furthest mark that was ever requested. A clone that shares this past may issue ids up to there. */
    long requestedMillis() {
        return open != null ? open.untilMillis() : acknowledgedMillis;
    }

    /**
     * The request to send: the open one, or a new one. A new one is for {@code wantedMillis}, but for no less than is
     * acknowledged already.
     */
    Fence request(long wantedMillis) {
        if (open == null) {
            long until = Math.max(wantedMillis, acknowledgedMillis);
            open = new Request(tokens.token(until), until);
            onItsWay = false;
        }
        return new Fence(acknowledgedMillis, open);
    }

    /** The database has granted the request that was sent last. */
    void granted() {
        if (open != null) {
            acknowledgedMillis = open.untilMillis();
            open = null;
        }
    }

    /** The request that was sent last got no answer, so it may be granted at any time. */
    void unanswered() {
        onItsWay = true;
    }

    /**
     * Takes back the request that was sent last, if the database has answered and refused it. Something on the way
     * may run its statement a second time, much later, after the clock of the database was set. The request could
     * then still be granted. That would cost the worker id, and no more.
     *
     * @return false if an earlier statement with this request got no answer; then it cannot be taken back
     */
    boolean takeBack() {
        if (!onItsWay) {
            open = null;
        }
        return open == null;
    }

    /** The fence of a statement that requests nothing. */
    Fence fence() {
        return new Fence(acknowledgedMillis, open != null ? open : new Request(NO_TOKEN, acknowledgedMillis));
    }
}
