// SPDX-License-Identifier: Apache-2.0
module application {
    requires io.snowkey;
    requires io.snowkey.hibernate;
    requires io.snowkey.spring.boot;
    // What Spring and Hibernate need of the JDK, which their jars do not say.
    requires java.se;
    requires jakarta.persistence;
    requires spring.boot;
    requires spring.boot.autoconfigure;
    requires spring.context;
    requires spring.data.jpa;

    // Hibernate and Spring make and fill what is in there.
    opens io.snowkey.application;
}
