// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import io.snowkey.registry.TestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;

@AnyLine
class H2FunctionsTest extends FunctionsContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.h2();
    }

    @Override
    String start() {
        return "call snowkey_start_sql_writer('default')";
    }

    @Override
    void dropNextId(JdbcTemplate jdbc) {
        jdbc.execute("drop alias snowkey_next_id");
    }
}
