// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** What ArchUnit has no words for. */
final class Conditions {

    private Conditions() {}

    /** Classes in the packages below one know that one and their own, and none of the others. */
    static final class KnowNoOtherPackageBelow extends ArchCondition<JavaClass> {

        private final String top;

        KnowNoOtherPackageBelow(String top) {
            super("know no other package below " + top);
            this.top = top;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String known = dependency.getTargetClass().getPackageName();
                if (known.startsWith(top + ".") && !known.equals(type.getPackageName())) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            });
        }
    }

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
