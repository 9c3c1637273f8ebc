// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of the registry on H2. */
final class H2RegistryTest extends RegistryTck {

    @RegisterExtension
    static final SharedPool POOL = new SharedPool(() -> TestDatabase.h2());

    @Override
    protected DataSource dataSource() {
        return POOL.get();
    }

    @Override
    protected String inTimeZone() {
        return "SET TIME ZONE 'Pacific/Auckland'";
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:%s, WRITE_DELAY is 500 ms and not 0",
        "jdbc:h2:file:%s;WRITE_DELAY=20, WRITE_DELAY is 20 ms and not 0",
        "jdbc:h2:file:%s;WRITE_DELAY=0, ",
        "jdbc:h2:mem:%s, "
    })
    void warnsOfAFileThatIsNotFlushed(String url, @Nullable String warning, @TempDir Path directory)
            throws SQLException {
        TestDatabase database = new TestDatabase("h2", url.formatted(directory.resolve("registry")), "sa", "");
        try (HikariDataSource pool = database.pool(1)) {
            assertThat(new WorkerTable(Sql.of(pool, 10_000), new H2(), CloneContract.settings()).durabilityWarning())
                    .isEqualTo(Optional.ofNullable(warning));
        }
    }

    private interface OnH2 extends DatabaseKind {

        @Override
        default TestDatabase newDatabase() {
            return TestDatabase.h2();
        }

        @Override
        default String product() {
            return "H2";
        }
    }

    @Nested
    final class Schema extends SchemaContract implements OnH2 {}

    @Nested
    final class Restore extends RestoreContract implements OnH2 {}

    @Nested
    final class Operating extends OperatingContract implements OnH2 {}

    @Nested
    final class Refusal extends RefusalContract implements OnH2 {

        @Override
        List<String> createUser(String name, String password) {
            return List.of("CREATE USER " + name + " PASSWORD '" + password + "'");
        }
    }

    @Nested
    final class Migration extends MigrationContract implements OnH2 {}

    @Nested
    final class Upgrade extends UpgradeContract implements OnH2 {}
}
