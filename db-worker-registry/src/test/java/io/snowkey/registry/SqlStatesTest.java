// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

final class SqlStatesTest {

    @ParameterizedTest
    @CsvSource({"40001, 0", "40P01, 0", "90131, 90131", "HYT00, 50200", "HY000, 1205", "HY000, 1213"})
    void whatHadNoEffectIsTriedAgain(String state, int code) {
        assertThat(SqlStates.isRolledBack(new SQLException("", state, code))).isTrue();
    }

    /** Whether it had an effect, nobody knows: as if it were rolled back, it must not be tried. */
    @ParameterizedTest
    @ValueSource(strings = {"40003", "08000", "08006", "08007", "08S01"})
    void whatMayHaveHadAnEffectIsNot(String state) {
        assertThat(SqlStates.isRolledBack(new SQLException("", state, 1213))).isFalse();
        assertThat(SqlStates.isRolledBack(new SQLTransactionRollbackException("", state)))
                .as("whatever type a driver gives it")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"HYT00, 0", "57014, 0", "55P03, 0", "01000, 0", ", 0"})
    void norIsAnythingElse(String state, int code) {
        assertThat(SqlStates.isRolledBack(new SQLException("", state, code))).isFalse();
    }
}
