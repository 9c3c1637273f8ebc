// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.Instant;

import io.snowkey.GeneratorObserver;
import io.snowkey.SnowflakeLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what an operator should know of a generator. An exception is not logged here, because the caller gets it. */
final class GeneratorLog implements GeneratorObserver {

    private static final Logger log = LoggerFactory.getLogger(GeneratorLog.class);

    @Override
    public void clockMovedBack(Instant newest, Instant clock) {
        log.warn("The clock of this machine went back: it reads {}, and the newest id says {}.", clock, newest);
    }

    @Override
    public void layoutEndsSoon(SnowflakeLayout layout) {
        log.warn(
                "The layout [{}] ends at {}: no ids from then on. Plan the move to another one.",
                layout,
                layout.exhaustedAt());
    }
}
