// SPDX-License-Identifier: Apache-2.0
package io.snowkey.spring.boot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;

import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that creates the tables talks to anybody but the database. Each runs in a process of its own, whose HTTP connections
 * are listed and lead nowhere: a tool may report as late as when its process ends.
 */
class NoReportsTest {

    private static final String ADDRESS = "asked for ";

    @ParameterizedTest
    @ValueSource(strings = {"script", "flyway", "liquibase"})
    void areSentWhileTheTablesAreCreated(String tool) throws Exception {
        String output = run(tool);
        assertThat(output).contains("tables are there").doesNotContain(ADDRESS);
    }

    /** The counter-example: Liquibase reports where nobody tells it not to. */
    @Test
    void wouldBeSeen() throws Exception {
        assertThat(run("bare liquibase")).contains(ADDRESS + "https://config.liquibase.com/");
    }

    private static String run(String tool) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dliquibase.analytics.enabled=true", // a setting of the whole process changes nothing
                        "-cp",
                        System.getProperty("java.class.path"),
                        NoReportsTest.class.getName(),
                        tool)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** The process. */
    public static void main(String[] arguments) throws Exception {
        ProxySelector.setDefault(new Listing());
        DataSource dataSource = new DriverManagerDataSource("jdbc:h2:mem:reports;DB_CLOSE_DELAY=-1");
        switch (arguments[0]) {
            case "script" -> {
                SchemaInitializer script = SchemaInitializer.of(dataSource, tables(false, false));
                script.setResourceLoader(new DefaultResourceLoader());
                script.initializeDatabase();
            }
            case "flyway" -> new FlywayInitializer(dataSource, tables(true, false), null).afterPropertiesSet();
            case "liquibase" -> new LiquibaseInitializer(dataSource, tables(false, true), null).afterPropertiesSet();
            default -> {
                SpringLiquibase bare = new SpringLiquibase();
                bare.setResourceLoader(new DefaultResourceLoader());
                bare.setDataSource(dataSource);
                bare.setChangeLog("classpath:io/snowkey/registry/liquibase/changelog.xml");
                bare.afterPropertiesSet();
            }
        }
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeQuery("select * from snowkey_worker");
            System.out.println("tables are there");
        }
    }

    private static TableProperties tables(boolean flyway, boolean liquibase) {
        return new TableProperties(null, null, DatabaseInitializationMode.EMBEDDED, null, flyway, liquibase, false);
    }

    /** Writes down what is connected to, and lets nothing out. */
    private static final class Listing extends ProxySelector {

        @Override
        public List<Proxy> select(URI address) {
            System.out.println(ADDRESS + address);
            return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", 1)));
        }

        @Override
        public void connectFailed(URI address, SocketAddress proxy, IOException failure) {}
    }
}
