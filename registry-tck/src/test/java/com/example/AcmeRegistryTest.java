// SPDX-License-Identifier: Apache-2.0
package com.example;

import javax.sql.DataSource;

import io.snowkey.registry.RegistryTck;

/** Whether worker ids are safe on Acme SQL. */
class AcmeRegistryTest extends RegistryTck {

    private static final DataSource DATABASE = AcmeDatabase.withTables();

    @Override
    protected DataSource dataSource() {
        return DATABASE;
    }

    @Override
    protected String inTimeZone() {
        return "SET TIME ZONE 'Pacific/Auckland'";
    }
}
