// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.torture;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class H2DatabaseTest {

    private static final String WRITE = "UPDATE snowkey_worker SET issued = 0";

    @TempDir
    private Path directory;

    @Test
    void writesAreRefusedUntilItIsWritableAgain() throws Exception {
        try (H2Database database = new H2Database(directory, false)) {
            database.prepare();
            assumeTrue(database.whyNotReadOnly() == null, "only root can mount a disk that is read-only");
            database.start();
            database.makeSchema();
            assertThat(rows(database, WRITE)).isZero();
            database.readOnly(true);
            assertThatThrownBy(() -> rows(database, WRITE))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("read only");
            database.readOnly(false);
            assertThat(rows(database, WRITE)).isZero();
        }
    }

    private static int rows(H2Database database, String sql) throws SQLException {
        try (Connection connection = database.admin();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
