// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import org.junit.jupiter.api.Nested;

/** The functions that read a key, on each database. */
final class SqlReadersTest {

    @Nested
    final class OnPostgreSql extends SqlReadersContract {

        @Override
        TestDatabase newDatabase() {
            return TestDatabase.postgres().withSchema().withFunctions();
        }

        @Override
        String literal(String utc) {
            return "TIMESTAMP WITH TIME ZONE '" + utc + "+00'";
        }

        @Override
        String asText(String expression) {
            return "to_char(" + expression + " AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";
        }

        @Override
        String inTimeZone() {
            return "SET TIME ZONE 'Pacific/Auckland'";
        }
    }

    /** What MariaDB and MySQL share. */
    abstract static class OfMySql extends SqlReadersContract {

        @Override
        String literal(String utc) {
            return "'" + utc + "'";
        }

        @Override
        String asText(String expression) {
            return "date_format(" + expression + ", '%Y-%m-%d %H:%i:%s.%f')";
        }

        @Override
        String inTimeZone() {
            return "SET time_zone = '+13:00'";
        }
    }

    @Nested
    final class OnMariaDb extends OfMySql {

        @Override
        TestDatabase newDatabase() {
            return TestDatabase.mariadb().withSchema().withFunctions();
        }
    }

    /** The script for MySQL, which MariaDB understands. */
    @Nested
    final class OfMySqlOnMariaDb extends OfMySql {

        @Override
        TestDatabase newDatabase() {
            return TestDatabase.mariadb().withSchema().with("functions/mysql/R__snowkey_functions.sql", "snowkey_");
        }
    }

    @Nested
    final class OnH2 extends SqlReadersContract {

        @Override
        TestDatabase newDatabase() {
            return TestDatabase.h2().withSchema().withFunctions();
        }

        @Override
        String literal(String utc) {
            return "TIMESTAMP WITH TIME ZONE '" + utc + "+00:00'";
        }

        @Override
        String asText(String expression) {
            return "formatdatetime(" + expression + ", 'yyyy-MM-dd HH:mm:ss.SSSSSS', 'en', 'UTC')";
        }

        @Override
        String inTimeZone() {
            return "SET TIME ZONE 'Pacific/Auckland'";
        }
    }
}
