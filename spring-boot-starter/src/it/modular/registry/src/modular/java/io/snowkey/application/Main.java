// SPDX-License-Identifier: Apache-2.0
package io.snowkey.application;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.ServiceLoader;

import io.snowkey.SnowflakeGenerator;
import io.snowkey.WorkerLease;
import io.snowkey.WorkerLeaseProvider;
import io.snowkey.registry.JdbcWorkerRegistry;
import org.h2.jdbcx.JdbcDataSource;

/** Creates the tables by the script in the module, leases a worker id, issues an id, and says so. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:registry;DB_CLOSE_DELAY=-1");
        String script;
        try (InputStream resource = Main.class.getClassLoader().getResourceAsStream("io/snowkey/registry/schema-h2.sql")) {
            script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        WorkerLeaseProvider provider = ServiceLoader.load(WorkerLeaseProvider.class).findFirst().orElseThrow();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
        try (JdbcWorkerRegistry registry = JdbcWorkerRegistry.builder(database).build();
                WorkerLease lease = registry.acquire();
                SnowflakeGenerator ids = SnowflakeGenerator.builder().lease(lease).build()) {
            boolean same = provider.schema("h2", Map.of()).equals(script);
            System.out.println(same && ids.nextId() > 0 ? "issued" : "not issued");
        }
    }
}
