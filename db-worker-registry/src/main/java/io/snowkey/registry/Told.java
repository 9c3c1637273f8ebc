// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.jspecify.annotations.Nullable;

/**
 * What a lease knows of its high-water mark: what the database acknowledged last, and at most one question that is not
 * answered yet. For one thread at a time.
 *
 * <p>This is how two clones of one process are told apart, which hold the same generation and the same holder. A question
 * is a random token and the end that is asked for. It is asked, with the same token and the same end, until the database
 * says that it was granted; only then there is another one. The database grants it if the mark is no further than what the
 * asker was told, or if the mark was moved by the same question before, whose answer got lost. So the first of two clones
 * to ask moves the mark further than the other one was ever told, and the other one is refused.
 *
 * <p>In raw milliseconds, and not the end of the claim, which is rounded to ticks.
 */
final class Told {

    /** Asks for a claim until then. */
    record Question(String token, long untilMillis) {}

    /**
     * What a statement lets through: a mark that is no further than what was told, or that the question has moved.
     *
     * @param question one that the database has never seen, if there is none
     */
    record Fence(long toldMillis, Question question) {}

    private static final String NO_TOKEN = "-";

    private final Tokens tokens;
    private long millis;
    private @Nullable Question open;
    /** Whether a statement that asks the question may be on its way still. */
    private boolean onItsWay;

    /** @param millis the mark that the acquisition was told */
    Told(long millis, Tokens tokens) {
        this.millis = millis;
        this.tokens = tokens;
    }

    /** The mark that the database acknowledged last. */
    long millis() {
        return millis;
    }

    /** The furthest end that was ever asked for: who shares this past may issue ids up to there. */
    long askedMillis() {
        return open != null ? open.untilMillis() : millis;
    }

    /** The question to ask: the one that is not answered yet, or another one, for a claim until then or as long as now. */
    Fence ask(long wantedMillis) {
        if (open == null) {
            long until = Math.max(wantedMillis, millis);
            open = new Question(tokens.token(until), until);
            onItsWay = false;
        }
        return new Fence(millis, open);
    }

    /** The question that was asked last is granted. */
    void granted() {
        if (open != null) {
            millis = open.untilMillis();
            open = null;
        }
    }

    /** The question that was asked last got no answer, so that it may be granted at any time. */
    void unanswered() {
        onItsWay = true;
    }

    /**
     * Takes back the question that was asked last, which was answered, and not granted. A statement that somebody on the way runs
     * twice, the second time much later and after the clock of the database was set, could still be granted then; it would cost
     * the worker id, and no more.
     *
     * @return false if it was asked before without an answer: then it cannot be taken back
     */
    boolean takeBack() {
        if (!onItsWay) {
            open = null;
        }
        return open == null;
    }

    /** For a statement that asks nothing. */
    Fence fence() {
        return new Fence(millis, open != null ? open : new Question(NO_TOKEN, millis));
    }
}
