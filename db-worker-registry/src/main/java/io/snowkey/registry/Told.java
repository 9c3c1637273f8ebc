// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.jspecify.annotations.Nullable;

/**
 * What a lease knows of its high-water mark. That is the mark that the database acknowledged last, and at most one
 * question that is not answered yet. For one thread at a time.
 *
 * <p>This tells two clones of one process apart, although they hold the same generation and the same holder. A
 * question is a random token and the end that is asked for. It is asked with the same token and the same end until
 * the database says that it was granted. Only then there is another question. The database grants it if the mark is
 * no further than what the asker was told. It also grants it if the same question has moved the mark before, and the
 * answer got lost. So the first of two clones to ask moves the mark further than the other one was ever told, and the
 * other one is refused.
 *
 * <p>Times are raw milliseconds. They are not the end of the claim, which is rounded to ticks.
 */
final class Told {

    /** A question: asks for a claim until then. */
    record Question(String token, long untilMillis) {}

    /**
     * What a statement lets through: a mark no further than what was told, or one that the question moved.
     *
     * @param question if nothing is asked, a question that the database has never seen
     */
    record Fence(long toldMillis, Question question) {}

    private static final String NO_TOKEN = "-";

    private final Tokens tokens;
    private long millis;
    private @Nullable Question open;
    /** Whether a statement that asks the question may still be on its way. */
    private boolean onItsWay;

    /**
     * Begins with the mark of an acquisition.
     *
     * @param millis the mark that the acquisition was told
     */
    Told(long millis, Tokens tokens) {
        this.millis = millis;
        this.tokens = tokens;
    }

    /** The mark that the database acknowledged last. */
    long millis() {
        return millis;
    }

    /** The furthest end that was ever asked for. A clone that shares this past may issue ids up to there. */
    long askedMillis() {
        return open != null ? open.untilMillis() : millis;
    }

    /**
     * The question to ask: the open one, or a new one. A new one asks for {@code wantedMillis}, but for no less than
     * is acknowledged already.
     */
    Fence ask(long wantedMillis) {
        if (open == null) {
            long until = Math.max(wantedMillis, millis);
            open = new Question(tokens.token(until), until);
            onItsWay = false;
        }
        return new Fence(millis, open);
    }

    /** The database has granted the question that was asked last. */
    void granted() {
        if (open != null) {
            millis = open.untilMillis();
            open = null;
        }
    }

    /** The question that was asked last got no answer, so it may be granted at any time. */
    void unanswered() {
        onItsWay = true;
    }

    /**
     * Takes back the question that was asked last, if the database has answered and refused it. Something on the way
     * may run its statement a second time, much later, after the clock of the database was set. The question could
     * then still be granted. That would cost the worker id, and no more.
     *
     * @return false if an earlier statement with this question got no answer; then it cannot be taken back
     */
    boolean takeBack() {
        if (!onItsWay) {
            open = null;
        }
        return open == null;
    }

    /** The fence for a statement that asks nothing. */
    Fence fence() {
        return new Fence(millis, open != null ? open : new Question(NO_TOKEN, millis));
    }
}
