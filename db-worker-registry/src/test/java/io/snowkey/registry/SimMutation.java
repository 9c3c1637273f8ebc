// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.util.List;

import io.snowkey.WorkerLease;

/** The protocol without one of its rules: what the simulation must find out, or its silence would mean nothing. */
enum SimMutation {
    /** The protocol as it is. */
    NONE(),
    NO_HIGH_WATER_MARK(SimRule.NO_OVERLAP, SimRule.NO_DUPLICATE) {
        @Override
        Dialect dialect(Dialect sound) {
            return without(
                    without(sound, RegistryStatement.CANDIDATES, " OR w.reserved_until_ms > :ownNow"),
                    RegistryStatement.TAKE,
                    " AND reserved_until_ms <= :ownNow");
        }
    },
    /** Candidates are still read with the high-water mark. But they may be out of date when one of them is taken. */
    TAKE_WITHOUT_HIGH_WATER_MARK(SimRule.NO_OVERLAP) {
        @Override
        Dialect dialect(Dialect sound) {
            return without(sound, RegistryStatement.TAKE, " AND reserved_until_ms <= :ownNow");
        }
    },
    /** Nothing but the generation is compared: a holder that renews after the candidates were read is run over. */
    TAKE_TRUSTS_OLD_CANDIDATES(SimRule.NO_OVERLAP) {
        @Override
        Dialect dialect(Dialect sound) {
            return without(
                    without(sound, RegistryStatement.TAKE, " AND reserved_until_ms <= :ownNow"),
                    RegistryStatement.TAKE,
                    "expires_at_ms <= :dbNow AND ");
        }
    },
    /** Costs no id: who loses its worker id is kept apart by the high-water mark. But it loses it without need. */
    NO_EXPIRY(SimRule.NOT_BEFORE_EXPIRY) {
        @Override
        Dialect dialect(Dialect sound) {
            return without(
                    without(sound, RegistryStatement.CANDIDATES, "w.expires_at_ms > c.now_ms OR "),
                    RegistryStatement.TAKE,
                    "expires_at_ms <= :dbNow AND ");
        }
    },
    /** Costs no id either, as long as expiry and high-water mark are compared. But the winner does not hold what it thinks. */
    TAKE_OF_ANY_GENERATION(SimRule.HELD_UNDER_THE_GENERATION_TOLD) {
        @Override
        Dialect dialect(Dialect sound) {
            return changed(sound, RegistryStatement.TAKE, "generation = :generation", "generation >= :generation");
        }
    },
    /** Costs no id: but nobody could tell who made one. */
    NO_HISTORY(SimRule.IN_THE_HISTORY) {
        @Override
        Dialect dialect(Dialect sound) {
            return ChangedDialect.with(
                    sound,
                    RegistryStatement.RECORD_HOLDER,
                    statement -> "UPDATE snowkey_worker SET issued = issued WHERE namespace = :namespace"
                            + " AND worker_id = :worker AND holder = :holder");
        }
    },
    RENEWAL_OF_ANY_GENERATION(SimRule.NO_OVERLAP, SimRule.NO_DUPLICATE) {
        @Override
        Dialect dialect(Dialect sound) {
            return anyHolder(sound, RegistryStatement.RENEW);
        }
    },
    RENEWAL_LOWERS_THE_HIGH_WATER_MARK(SimRule.HIGH_WATER_MARK_AHEAD, SimRule.NO_OVERLAP) {
        @Override
        Dialect dialect(Dialect sound) {
            return changed(
                    sound, RegistryStatement.RENEW, "greatest(reserved_until_ms, CASE", "least(:told - 20, CASE");
        }
    },
    RELEASE_OF_ANY_GENERATION(SimRule.NO_OVERLAP, SimRule.NO_DUPLICATE) {
        @Override
        Dialect dialect(Dialect sound) {
            return anyHolder(sound, RegistryStatement.RELEASE);
        }
    },
    RELEASE_TOO_LOW(SimRule.NO_OVERLAP, SimRule.NO_DUPLICATE) {
        @Override
        Dialect dialect(Dialect sound) {
            return changed(
                    sound, RegistryStatement.RELEASE, "reserved_until_ms = :mark", "reserved_until_ms = :mark - 50");
        }
    },
    /** The high-water mark goes to the database before the claim is sealed: ids issued meanwhile lie beyond it. */
    RELEASE_BEFORE_SEALING(SimRule.HIGH_WATER_MARK_AHEAD, SimRule.NO_DUPLICATE) {
        @Override
        Lease lease(WorkerLease real) {
            return new SimMutantLease(real, this);
        }
    },
    /** A heartbeat that fails, or whose answer gets lost, counts as one that was acknowledged. */
    FAILURES_WIDEN_THE_CLAIM(SimRule.ONLY_WHAT_WAS_ACKNOWLEDGED, SimRule.HIGH_WATER_MARK_AHEAD, SimRule.NO_DUPLICATE),
    /** The generator never stops at the end of its claim. */
    NO_END(SimRule.INSIDE_THE_CLAIM, SimRule.NO_DUPLICATE) {
        @Override
        Lease lease(WorkerLease real) {
            return new SimMutantLease(real, this);
        }
    },
    /** The counter begins again whenever the claim is extended. */
    COUNTER_BEGINS_AGAIN(SimRule.GROWING, SimRule.NO_DUPLICATE) {
        @Override
        Lease lease(WorkerLease real) {
            return new SimMutantLease(real, this);
        }
    },
    /** Both clones are renewed for ever. */
    NO_FENCE_IN_RENEW(SimRule.CLONES_PART) {
        @Override
        Dialect dialect(Dialect sound) {
            return without(sound, RegistryStatement.RENEW, SafetyCondition.FENCE);
        }
    },
    /** The release of a clone lowers the mark under the one that lives on. */
    NO_FENCE_IN_RELEASE(SimRule.CLONES_PART) {
        @Override
        Dialect dialect(Dialect sound) {
            return without(sound, RegistryStatement.RELEASE, SafetyCondition.FENCE);
        }
    },
    /** Clones that draw the same tokens take each other's questions for their own. */
    TOKEN_WITHOUT_ITS_END(SimRule.CLONES_PART),
    /** Whose answer gets lost finds the mark further than it was told. */
    MARK_AS_THE_ONLY_FENCE(SimRule.NOT_REFUSED_WITHOUT_NEED) {
        @Override
        Dialect dialect(Dialect sound) {
            return changed(
                    sound,
                    RegistryStatement.RENEW,
                    "(reserved_until_ms <= :told OR (beat = :token AND reserved_until_ms <= :until))",
                    "reserved_until_ms <= :told");
        }
    },
    /** The same, for the one before was not answered yet. */
    ANOTHER_QUESTION_EACH_TIME(SimRule.NOT_REFUSED_WITHOUT_NEED),
    /** The end of a claim is rounded to ticks, so the mark seems to be further than what was told. */
    END_OF_THE_CLAIM_FOR_WHAT_WAS_TOLD(SimRule.NOT_REFUSED_WITHOUT_NEED),
    /** Who comes after a loss of commits begins where the database thinks that the ids end. */
    NO_REPAIR(SimRule.WHAT_WAS_LOST_IS_REPAIRED) {
        @Override
        Dialect dialect(Dialect sound) {
            return never(
                    sound,
                    RegistryStatement.REPAIR,
                    RegistryStatement.REPAIR_MISSING,
                    RegistryStatement.REINSTALL,
                    RegistryStatement.REINSTALL_MISSING);
        }
    },
    /** Costs no id: but what was asked with a clock that was ahead is granted once it is right. */
    ASKS_AS_FAR_AHEAD_AS_EVER(SimRule.NOT_FAR_AHEAD) {
        @Override
        Dialect dialect(Dialect sound) {
            return without(sound, RegistryStatement.RENEW, " AND :until - :dbNow <= :maxAhead");
        }
    },
    /** Costs no id: keeps timestamps fresh, and worker ids from being blocked by a clock that leapt ahead. */
    ACQUIRES_WITH_ANY_CLOCK(SimRule.NOT_FAR_AHEAD) {
        @Override
        Dialect dialect(Dialect sound) {
            return changed(
                    without(sound, RegistryStatement.TAKE, " AND abs(:ownNow - :dbNow) <= :maxSkew"),
                    RegistryStatement.TAKE_NEW,
                    "WHERE abs(:ownNow - c.now_ms) <= :maxSkew",
                    "");
        }
    },
    /** Likewise. */
    EXTENDS_WITH_ANY_CLOCK(SimRule.NOT_FAR_AHEAD) {
        @Override
        Dialect dialect(Dialect sound) {
            return changed(sound, RegistryStatement.RENEW, RegistryStatement.raiseCondition(), "1 = 1");
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, but does not say so by its type
    private final List<SimRule> broken;

    SimMutation(SimRule... broken) {
        this.broken = List.of(broken);
    }

    /** The rules that do not hold with it, each of which the simulation has to find broken on its own. */
    List<SimRule> broken() {
        return broken;
    }

    /** A lease that breaks a rule. */
    interface Lease extends WorkerLease {
        /** What the release writes as the high-water mark. */
        long releaseMark();
    }

    Dialect dialect(Dialect sound) {
        return sound;
    }

    /** The lease that the generator gets, or null for the real one. */
    Lease lease(WorkerLease real) {
        return null;
    }

    private static Dialect anyHolder(Dialect sound, RegistryStatement statement) {
        return changed(
                without(without(sound, statement, SafetyCondition.FENCE), statement, "AND holder = :holder"),
                statement,
                "generation = :generation",
                "generation >= :generation");
    }

    /** The statements affect no row. */
    private static Dialect never(Dialect sound, RegistryStatement... statements) {
        Dialect changed = sound;
        for (RegistryStatement statement : statements) {
            changed = ChangedDialect.replacing(changed, statement, ":namespace AND", ":namespace AND 1 = 0 AND");
        }
        return changed;
    }

    private static Dialect without(Dialect dialect, RegistryStatement statement, String text) {
        return changed(dialect, statement, text, "");
    }

    private static Dialect changed(Dialect dialect, RegistryStatement statement, String text, String instead) {
        return ChangedDialect.replacing(dialect, statement, text, instead);
    }
}
