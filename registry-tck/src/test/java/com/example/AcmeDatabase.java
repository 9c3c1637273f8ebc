// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;

/** A database that no dialect is shipped for: H2, under another name. */
final class AcmeDatabase {

    private AcmeDatabase() {}

    static DataSource withTables() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:acme;DB_CLOSE_DELAY=-1");
        try (Connection connection = h2.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("RUNSCRIPT FROM 'classpath:io/snowkey/registry/schema-h2.sql'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return renamed(DataSource.class, h2);
    }

    private static <T> T renamed(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                AcmeDatabase.class.getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
                    if (method.getName().equals("getDatabaseProductName")) {
                        return "Acme SQL";
                    }
                    try {
                        Object result = method.invoke(real, args);
                        if (result instanceof Connection connection) {
                            return renamed(Connection.class, connection);
                        }
                        return result instanceof DatabaseMetaData data ? renamed(DatabaseMetaData.class, data) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
