// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import io.snowkey.registry.SimStatistics.Event;

/** The tokens of a simulated process. Those of its clones go on like them: the same ones, or ones of their own. */
final class SimTokens implements Tokens {

    private final SimWorld world;
    private final SimLedger ledger;
    private final boolean endIsLeftOut;
    private String name;
    private long drawn;

    SimTokens(SimWorld world, SimLedger ledger, SimMutation mutation, String name) {
        this.world = world;
        this.ledger = ledger;
        this.endIsLeftOut = mutation == SimMutation.TOKEN_WITHOUT_ITS_END;
        this.name = name;
    }

    @Override
    public String token(long untilMillis) {
        String token = name + " " + ++drawn + (endIsLeftOut ? "" : " " + untilMillis);
        if (world.tokensRepeat && ledger.drawn(name + " " + drawn, this, untilMillis)) {
            world.count(Event.EQUAL_TOKENS);
        }
        return token;
    }

    /** Those of a clone. */
    void continueLike(SimTokens original, String cloneName) {
        name = world.tokensRepeat ? original.name : cloneName;
        drawn = original.drawn;
    }
}
