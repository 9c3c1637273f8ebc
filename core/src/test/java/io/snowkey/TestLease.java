// SPDX-License-Identifier: Apache-2.0
package io.snowkey;

/** A lease whose claim and failure a test can change. */
class TestLease implements WorkerLease {

    private final SnowflakeLayout layout;
    private volatile Claim claim;
    private volatile Throwable failure;

    TestLease(SnowflakeLayout layout, Claim claim) {
        this.layout = layout;
        this.claim = claim;
    }

    void replaceBy(Claim newClaim) {
        this.claim = newClaim;
    }

    void failWith(Throwable newFailure) {
        this.failure = newFailure;
    }

    @Override
    public SnowflakeLayout layout() {
        return layout;
    }

    @Override
    public Claim claim() {
        return claim;
    }

    @Override
    public Claim heldClaim() {
        return claim;
    }

    @Override
    public Throwable renewalFailure() {
        return failure;
    }

    @Override
    public void close() {
        claim.seal();
    }
}
