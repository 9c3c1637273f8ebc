// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.time.InstantSource;
import java.util.concurrent.locks.Lock;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;

/** The laws of the architecture, each of which {@link ArchitectureTest} also shows to be able to fail. */
final class Laws {

    static final String CORE = "io.snowkey";
    static final String REGISTRY = "io.snowkey.registry";
    static final String HIBERNATE = "io.snowkey.hibernate";
    static final String STARTER = "io.snowkey.spring.boot";
    static final String ACTUATOR = STARTER + ".actuator";
    static final String DATA = STARTER + ".data";
    static final String TEXT = STARTER + ".text";

    /** The names of the starter's types for an earlier version of a library, and of what is nested in them. */
    private static final String FOR_EARLIER_VERSIONS = "io\\.snowkey\\..*[.$](Boot35|Jackson2).*";

    /** One package, but for the starter: what an application may lack has a package of its own there. */
    static final ArchRule ONE_PACKAGE_TREE_PER_MODULE =
            classes().should().resideInAnyPackage(CORE, REGISTRY, HIBERNATE, STARTER, ACTUATOR, DATA, TEXT);

    /** So each part of the starter can be read, and taken away, without the others. */
    static final ArchRule PARTS_OF_THE_STARTER_DO_NOT_KNOW_EACH_OTHER =
            classes().that().resideInAPackage(STARTER + "..").should(new Conditions.KnowNoOtherPackageBelow(STARTER));

    /** So what is for them can be thrown away in one step: the files whose names begin so, and what is nested so. */
    static final ArchRule NOTHING_HANGS_ON_EARLIER_VERSIONS = noClasses()
            .that()
            .haveNameNotMatching(FOR_EARLIER_VERSIONS)
            .should()
            .dependOnClassesThat()
            .haveNameMatching(FOR_EARLIER_VERSIONS);

    static final ArchRule CORE_KNOWS_THE_JDK_ALONE = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE, "java..", "javax.crypto..", "org.jspecify.annotations")
                    .and(DescribedPredicate.not(resideInAnyPackage("java.sql..", "java.util.logging.."))));

    static final ArchRule REGISTRY_KNOWS_CORE_ALONE = classes()
            .that()
            .resideInAPackage(REGISTRY)
            .should()
            .onlyDependOnClassesThat(
                    resideInAnyPackage(CORE, REGISTRY, "java..", "javax.sql", "org.jspecify.annotations", "org.slf4j"));

    static final ArchRule HIBERNATE_GENERATOR_KNOWS_CORE_AND_HIBERNATE_ALONE = classes()
            .that()
            .resideInAPackage(HIBERNATE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    CORE, HIBERNATE, "java..", "jakarta.persistence..", "org.hibernate..", "org.jspecify.annotations"));

    static final ArchRule SQL_IN_THE_REGISTRY_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage(REGISTRY)
            .and()
            // Liquibase hands its connection over, and nobody else can put its schema back.
            .areNotAssignableTo(SpringLiquibase.class)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..")
                    .and(DescribedPredicate.not(type(javax.sql.DataSource.class)))
                    // What a failure means is in its SQLState, and that is no SQL.
                    .and(DescribedPredicate.not(type(java.sql.SQLException.class))));

    static final ArchRule DATA_SOURCES_IN_REGISTRY_AND_STARTER_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages(REGISTRY, STARTER)
            .should()
            .dependOnClassesThat(type(javax.sql.DataSource.class));

    static final ArchRule HIBERNATE_IN_ITS_MODULE_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage(HIBERNATE)
            .should()
            .dependOnClassesThat(resideInAPackage("org.hibernate.."));

    /**
     * Time is passed in: only a builder, or the settings it holds, whose default it is, and the wiring at the very top may
     * take the system's; and functions that a database calls, for nobody passes them anything.
     */
    static final ArchRule TIME_IS_PASSED_IN = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(java.util.Date.class)
            .orShould()
            .accessTargetWhere(new DescribedPredicate<>("reads the system's clock") {
                @Override
                public boolean test(JavaAccess<?> access) {
                    boolean ofJavaTime =
                            access.getTargetOwner().getPackageName().equals("java.time");
                    String name = access.getTarget().getName();
                    JavaClass origin = access.getOriginOwner();
                    boolean builder = origin.getSimpleName().equals("Builder")
                            || origin.getSimpleName().equals("IssuerSettings")
                            || origin.getSimpleName().equals("H2Functions")
                            || origin.isAnnotatedWith(AutoConfiguration.class);
                    boolean systemSource =
                            access.getTargetOwner().isEquivalentTo(InstantSource.class) && name.equals("system");
                    return ofJavaTime
                            && (name.equals("now") || name.startsWith("system") || name.startsWith("tick"))
                            && !(builder && systemSource)
                            && !access.getTargetOwner().getSimpleName().equals("Duration");
                }
            });

    static final ArchRule NO_STATIC_MUTABLE_STATE = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .andShould(new Conditions.NotHold(new DescribedPredicate<JavaField>("a type made to be changed") {
                @Override
                public boolean test(JavaField field) {
                    JavaClass type = field.getRawType();
                    return type.getPackageName().equals("java.util.concurrent.atomic")
                            || type.isAssignableTo(ThreadLocal.class)
                            || type.isAssignableTo(Lock.class)
                            || type.isAssignableTo(StringBuilder.class);
                }
            }));

    static final ArchRule NO_ROOMS_FOR_LEFTOVERS = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..internal..")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    static final ArchRule AUTO_CONFIGURATIONS_ARE_PUBLIC_AND_FINAL = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL);

    static final ArchRule AUTO_CONFIGURATIONS_SHOW_NOTHING = noMembers()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic();

    /** It would have to be loaded before the condition is asked. */
    static final ArchRule NO_CLASS_CONDITION_ON_BEAN_METHODS =
            methods().should().notBeAnnotatedWith(ConditionalOnClass.class);

    private Laws() {}
}
