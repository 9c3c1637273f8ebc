// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** What ArchUnit has no words for. */
final class Conditions {

    private Conditions() {}

    /** Fields hold nothing of a kind. */
    static final class NotHold extends ArchCondition<JavaField> {

        private final DescribedPredicate<JavaField> kind;

        NotHold(DescribedPredicate<JavaField> kind) {
            super("not hold " + kind.getDescription());
            this.kind = kind;
        }

        @Override
        public void check(JavaField field, ConditionEvents events) {
            if (kind.test(field)) {
                events.add(
                        SimpleConditionEvent.violated(field, field.getFullName() + " holds " + kind.getDescription()));
            }
        }
    }
}
