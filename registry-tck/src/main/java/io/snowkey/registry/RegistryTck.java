// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import javax.sql.DataSource;

import org.junit.jupiter.api.Nested;

/**
 * The contract of the registry with a database: extend it, and say in {@link #dataSource} which one. If a test fails,
 * the dialect is not safe.
 *
 * <p>It runs against a real database, in a minute or so, and empties the tables of the registry before each test. Some
 * of its tests take a condition out of a statement, to see that the contract would miss it.
 */
public abstract class RegistryTck {

    /** For extension. */
    protected RegistryTck() {}

    /**
     * The database, with the tables and the view of the registry under their shipped names, and with nothing in them
     * that is needed: they are emptied. It is asked for before each test and may be the same one each time. It hands
     * out 10 connections at once, and may have a pool behind it.
     */
    protected abstract DataSource dataSource();

    /**
     * The statement that puts a session into a time zone far from the one of this process, such as {@code SET TIME ZONE
     * 'Pacific/Auckland'}. Empty, unless overridden, where a session has none: then that test is reported as aborted.
     */
    protected String inTimeZone() {
        return "";
    }

    /**
     * Whether a statement that waits for a row lock gives up after a while, with an error; true unless overridden.
     * Where it is false, heartbeats wait behind a lock for as long as somebody holds it, and ids are refused once the
     * claim has ended.
     */
    protected boolean givesUpLocks() {
        return true;
    }

    @Nested
    class Acquisitions extends AcquisitionContract {
        Acquisitions() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class Heartbeating extends HeartbeatContract {
        Heartbeating() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class Clones extends CloneContract {
        Clones() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class LostCommits extends WentBackContract {
        LostCommits() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class DoubtfulCommits extends CommitContract {
        DoubtfulCommits() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class FreeWorkers extends CapacityContract {
        FreeWorkers() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class LargeNamespaces extends LargeNamespaceContract {
        LargeNamespaces() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class Tables extends TableContract {
        Tables() {
            super(RegistryTck.this);
        }
    }

    @Nested
    class Pools extends PoolContract {
        Pools() {
            super(RegistryTck.this);
        }
    }
}
