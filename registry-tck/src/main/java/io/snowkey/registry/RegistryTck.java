// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import javax.sql.DataSource;

import org.junit.jupiter.api.Nested;

/**
 * The contract of the registry with a database. Extend this class, and return the database from {@link #dataSource}.
 * If a test fails, the dialect is not safe.
 *
 * <p>The contract runs against a real database, in a minute or so. It empties the tables of the registry before each
 * test. Some of its tests take a condition out of a statement, to see that the contract would miss it.
 */
public abstract class RegistryTck {

    /** For subclasses. */
    protected RegistryTck() {}

    /**
     * The database with the tables and the view of the registry, under their shipped names. The tables must hold
     * nothing that is needed, because the tests empty them. This method is called before each test, and may return
     * the same database each time. It hands out 10 connections at once, and may have a pool behind it.
     */
    protected abstract DataSource dataSource();

    /**
     * A statement that puts a session into a time zone far from that of this process. An example is
     * {@code SET TIME ZONE 'Pacific/Auckland'}. It is empty unless overridden. Leave it so if a session has no time
     * zone: then that test is reported as aborted.
     */
    protected String inTimeZone() {
        return "";
    }

    /**
     * Whether a statement that waits for a row lock gives up after a while with an error. True unless overridden. If
     * it is false, heartbeats wait behind a lock for as long as it is held, and ids are refused once the claim has
     * ended.
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
