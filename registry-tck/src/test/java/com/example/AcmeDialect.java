// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.sql.SQLException;
import java.util.List;

import io.snowkey.registry.Dialect;

/** What Acme SQL does differently. */
public final class AcmeDialect implements Dialect {

    @Override
    public List<String> products() {
        return List.of("Acme SQL");
    }

    /** It is the same throughout a transaction, and each statement of the registry is in one of its own. */
    @Override
    public String clock() {
        return "CAST(floor(extract(EPOCH FROM current_timestamp) * 1000) AS BIGINT)";
    }

    /** A lock time-out has a state of its own here, and no effect. */
    @Override
    public String sqlState(SQLException e) {
        return "HYT00".equals(e.getSQLState()) ? "40001" : Dialect.super.sqlState(e);
    }
}
