// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import io.snowkey.registry.LeaseMark.Fence;
import io.snowkey.registry.LeaseMark.Request;
import io.snowkey.registry.WorkerTable.LeaseKey;
import io.snowkey.registry.WorkerTable.Renewal;

/**
 * A condition in a statement that keeps two claims from overlapping, whatever the code around it does. Each constant
 * knows what the condition refuses, and the statement without it.
 */
enum SafetyCondition {
    TAKES_ONLY_THE_GENERATION_SEEN(" AND generation = :generation", RegistryStatement.TAKE) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("generation = 5, expires_at_ms = 0, reserved_until_ms = 0");
            return f.take(4).isEmpty();
        }
    },
    TAKES_ONLY_WHAT_HAS_EXPIRED("expires_at_ms <= :dbNow AND ", RegistryStatement.TAKE) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("reserved_until_ms = 0");
            return f.take(1).isEmpty();
        }
    },
    TAKES_ONLY_AFTER_THE_HIGH_WATER_MARK(" AND reserved_until_ms <= :ownNow", RegistryStatement.TAKE) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("expires_at_ms = 0");
            return f.take(1).isEmpty();
        }
    },
    TAKES_ONLY_WITH_A_CLOCK_THAT_AGREES(" AND abs(:ownNow - :dbNow) <= :maxSkew", RegistryStatement.TAKE) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("expires_at_ms = 0, reserved_until_ms = 0");
            f.clockOffset = Duration.ofMinutes(1).toMillis();
            return f.take(1).isEmpty();
        }
    },
    CREATES_ONLY_WITH_A_CLOCK_THAT_AGREES(
            "WHERE abs(:ownNow - c.now_ms) <= :maxSkew", "WHERE 1 = 1", RegistryStatement.TAKE_NEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.clockOffset = Duration.ofMinutes(1).toMillis();
            return f.table
                    .take(2, 0, f.other, f.now(), f.now(), f.until(), f.now())
                    .isEmpty();
        }
    },
    RENEWS_ONLY_THE_OWN_GENERATION("AND generation = :generation ", RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("generation = 2");
            return f.renew(f.mine, f.until(), f.until()).isEmpty();
        }
    },
    RENEWS_ONLY_AS_THE_HOLDER(" AND holder = :holder", RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("holder = NULL");
            return f.renew(f.mine, f.until(), f.until()).isEmpty();
        }
    },
    EXTENDS_ONLY_WITH_A_CLOCK_THAT_AGREES(
            "WHEN abs(:ownNow - :dbNow) <= :maxSkew AND", "WHEN 1 = 1 AND", RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.clockOffset = Duration.ofMinutes(1).toMillis();
            long before = f.reservedUntil();
            f.renew(f.mine, before, before + 1_000); // further than the mark is, but not further than is allowed
            return f.reservedUntil() == before;
        }
    },
    EXTENDS_NO_FURTHER_THAN_A_CLOCK_THAT_AGREES_CAN_ASK_FOR(
            " AND :until - :dbNow <= :maxAhead", RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.renew(f.mine, before, f.until() + Duration.ofMinutes(1).toMillis());
            return f.reservedUntil() == before;
        }
    },
    RENEWS_ONLY_WHAT_NO_CLONE_HAS_RENEWED(SafetyCondition.FENCE, RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.set("reserved_until_ms = reserved_until_ms + 1, beat = 'of a clone'");
            return f.renew(f.mine, before, f.until()).isEmpty();
        }
    },
    RENEWS_BY_ITS_OWN_REQUEST_ONLY_AS_FAR_AS_IT_ASKED(
            "(beat = :token AND reserved_until_ms <= :until)", "beat = :token", RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.set("reserved_until_ms = " + (f.until() + 1_000) + ", beat = 'request'");
            return f.renew(f.mine, before, f.until()).isEmpty();
        }
    },
    RAISES_A_MARK_THAT_WENT_BACK("ELSE :told END", "ELSE 0 END", RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.set("reserved_until_ms = 5");
            f.clockOffset = Duration.ofMinutes(1).toMillis();
            f.renew(f.mine, before, f.until());
            return f.reservedUntil() == before;
        }
    },
    NEVER_LOWERS_THE_HIGH_WATER_MARK_OF_A_LEASE(
            "greatest(reserved_until_ms, CASE", "greatest(0 * reserved_until_ms, CASE", RegistryStatement.RENEW) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.renew(f.mine, before, before - 5_000);
            return f.reservedUntil() >= before;
        }
    },
    RELEASES_ONLY_WHAT_NO_CLONE_HAS_RENEWED(SafetyCondition.FENCE, RegistryStatement.RELEASE) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.set("reserved_until_ms = reserved_until_ms + 1, beat = 'of a clone'");
            return !f.release(before);
        }
    },
    RELEASES_ONLY_THE_OWN_GENERATION("AND generation = :generation ", RegistryStatement.RELEASE) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("generation = 2");
            return !f.release(f.until());
        }
    },
    RELEASES_ONLY_AS_THE_HOLDER(" AND holder = :holder", RegistryStatement.RELEASE) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("holder = 'somebody else'");
            return !f.release(f.until());
        }
    },
    RECORDS_ONLY_AS_THE_HOLDER(" AND holder = :holder", RegistryStatement.RECORD_HOLDER) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.sql.run("DELETE FROM snowkey_holder");
            f.set("holder = 'somebody else'");
            f.table.recordHolderAgain(f.mine, f.now());
            return f.rowsOfHistory() == 0;
        }
    },
    RECORDS_ONLY_WHAT_HAS_NOT_EXPIRED("AND expires_at_ms > :dbNow", RegistryStatement.RECORD_HOLDER) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.sql.run("DELETE FROM snowkey_holder");
            f.set("expires_at_ms = 0");
            f.table.recordHolderAgain(f.mine, f.now());
            return f.rowsOfHistory() == 0;
        }
    },
    PUTS_BACK_ONLY_WHAT_NOBODY_HOLDS(" AND holder IS NULL", RegistryStatement.REINSTALL) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("generation = 0, holder = 'somebody else', reserved_until_ms = 5");
            return !f.reinstall(f.until(), f.until());
        }
    },
    PUTS_BACK_ONLY_INTO_AN_EARLIER_GENERATION(" AND generation < :generation", RegistryStatement.REINSTALL) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("generation = 2, holder = NULL, reserved_until_ms = 5");
            return !f.reinstall(f.until(), f.until());
        }
    },
    PUTS_BACK_ONLY_WHAT_NO_CLONE_HAS_RENEWED(SafetyCondition.FENCE, RegistryStatement.REINSTALL) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.set("generation = 0, holder = NULL, reserved_until_ms = reserved_until_ms + 1, beat = 'of a clone'");
            return !f.reinstall(before, f.until());
        }
    },
    NEVER_LOWERS_THE_HIGH_WATER_MARK_OF_WHAT_IT_PUTS_BACK(
            "greatest(reserved_until_ms, :told)", ":told", RegistryStatement.REINSTALL) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.set("generation = 0, holder = NULL, beat = 'request'");
            f.reinstall(before - 1_000, before);
            return f.reservedUntil() >= before;
        }
    },
    PUTS_A_MISSING_ROW_BACK_ONLY_IN_ITS_LAYOUT(
            " AND n.worker_bits = :workerBits", RegistryStatement.REINSTALL_MISSING) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.sql.run("DELETE FROM snowkey_holder");
            f.sql.run("DELETE FROM snowkey_worker");
            f.sql.run("UPDATE snowkey_namespace SET worker_bits = 9");
            return !f.reinstall(f.until(), f.until());
        }
    },
    REPAIRS_AN_EARLIER_GENERATION("generation < :generation OR ", RegistryStatement.REPAIR) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("generation = 0, holder = NULL");
            return f.table.repair(f.mine, f.reservedUntil());
        }
    },
    REPAIRS_A_MARK_THAT_WENT_BACK(" OR reserved_until_ms < :mark", RegistryStatement.REPAIR) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("reserved_until_ms = 5");
            return f.table.repair(f.mine, f.now());
        }
    },
    REPAIRS_ONLY_WHAT_BEGAN_BELOW_THE_MARK(" AND x.from_ms < :mark", RegistryStatement.REPAIR) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long mark = f.now();
            f.takenByAnother(mark);
            boolean after = f.table.repair(f.mine, mark);
            f.takenByAnother(mark - 1);
            return !after && f.table.repair(f.mine, mark);
        }
    },
    REPAIRS_NOTHING_OF_THE_LEASE_ITSELF(
            " AND NOT (generation = :generation AND holder = :holder)", RegistryStatement.REPAIR) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.sql.run("DELETE FROM snowkey_holder");
            f.table.recordHolderAgain(f.mine, f.now() - 1_000);
            return !f.table.repair(f.mine, f.now());
        }
    },
    REPAIRS_TO_A_GENERATION_THAT_NOBODY_HOLDS(
            "greatest(generation, :generation) + 1", "generation", RegistryStatement.REPAIR) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            f.set("reserved_until_ms = 5");
            f.table.repair(f.mine, f.now());
            return f.renew(f.mine, f.until(), f.until()).isEmpty()
                    && Long.parseLong(f.sql.run("SELECT generation FROM snowkey_worker")) == 2;
        }
    },
    NEVER_LOWERS_THE_HIGH_WATER_MARK_OF_WHAT_IT_REPAIRS(
            "greatest(reserved_until_ms, :mark)", ":mark", RegistryStatement.REPAIR) {
        @Override
        boolean holds(Fixture f) throws SQLException {
            long before = f.reservedUntil();
            f.set("generation = 0, holder = NULL");
            f.table.repair(f.mine, before - 1_000);
            return f.reservedUntil() == before;
        }
    };

    static final String FENCE =
            "\n  AND (reserved_until_ms <= :told OR (beat = :token AND reserved_until_ms <= :until))";

    private final String condition;
    private final String without;
    private final RegistryStatement statement;

    SafetyCondition(String condition, RegistryStatement statement) {
        this(condition, "", statement);
    }

    SafetyCondition(String condition, String without, RegistryStatement statement) {
        this.condition = condition;
        this.without = without;
        this.statement = statement;
    }

    /** Whether the condition refuses what it has to refuse. */
    abstract boolean holds(Fixture fixture) throws SQLException;

    /** The dialect without this condition. */
    Dialect takenOutOf(Dialect dialect) {
        return ChangedDialect.replacing(dialect, statement, condition, without);
    }

    /** Runs an update, or reads the one value that a query returns. */
    interface Console {
        String run(String sql);
    }

    /** A table in which {@link #mine} is held, and {@link #other} wants to take the worker id. */
    static final class Fixture {

        final WorkerTable table;
        final LeaseKey mine;
        final String other = UUID.randomUUID().toString();
        final Console sql;
        private final Settings settings;
        long clockOffset;

        Fixture(WorkerTable table, Settings settings, Console sql) throws SQLException {
            this.table = table;
            this.settings = settings;
            this.sql = sql;
            table.createNamespace();
            mine = table.take(1, 0, UUID.randomUUID().toString(), now(), now(), until(), now())
                    .orElseThrow();
        }

        long now() {
            return System.currentTimeMillis() + clockOffset;
        }

        long until() {
            return now() + settings.reservation().toMillis();
        }

        void set(String assignments) {
            sql.run("UPDATE snowkey_worker SET " + assignments);
        }

        long reservedUntil() {
            return Long.parseLong(sql.run("SELECT reserved_until_ms FROM snowkey_worker"));
        }

        Optional<LeaseKey> take(long generation) throws SQLException {
            return table.take(1, generation, other, now(), now(), until(), now());
        }

        Optional<Renewal> renew(LeaseKey key, long told, long until) throws SQLException {
            return table.renew(key, new Fence(told, new Request("request", until)), now(), now(), 0);
        }

        boolean reinstall(long told, long until) throws SQLException {
            return table.reinstall(mine, new Fence(told, new Request("request", until)), now(), now(), 0);
        }

        /** Lets another holder have the row, since {@code fromMillis} in the time of ids. */
        void takenByAnother(long fromMillis) throws SQLException {
            sql.run("DELETE FROM snowkey_holder");
            set("generation = 2, holder = '" + other + "', expires_at_ms = " + until());
            table.recordHolderAgain(new LeaseKey(1, 2, other), fromMillis);
        }

        long rowsOfHistory() {
            return Long.parseLong(sql.run("SELECT count(*) FROM snowkey_holder"));
        }

        boolean release(long told) throws SQLException {
            return table.release(mine, new Fence(told, new Request("request", told)), now(), 0);
        }
    }
}
