// SPDX-License-Identifier: Apache-2.0
package io.snowkey.registry;

/**
 * How the script of a database differs from {@code schema-h2.sql}, which is the one source of tables and view. {@link
 * ScriptsTest} makes the other scripts of it.
 */
enum SchemaScript {
    /** It has no form for a view that may be there, so the view is made in a block, which is a text. */
    POSTGRESQL {
        @Override
        SchemaText of(SchemaText h2) {
            return h2.instant("to_timestamp(w.%s / 1000.0)")
                    .clock("SELECT CAST(floor(extract(epoch FROM statement_timestamp()) * 1000) AS BIGINT) AS now_ms")
                    .view(view ->
                            """
                            -- The view is created where there is none, and left alone where there is one: to replace it takes its owner, and waits for
                            -- every transaction that has read it. PostgreSQL has no other form for that.
                            DO '
                            BEGIN
                              IF to_regclass(''snowkey_worker_status'') IS NULL THEN
                            """
                                    + view.replace("VIEW IF NOT EXISTS", "VIEW")
                                            .replace("'", "''")
                                            .indent(4)
                                    + "  END IF;\nEND';\n");
        }
    },

    /** The same for MySQL and MariaDB. */
    MYSQL {
        @Override
        SchemaText of(SchemaText h2) {
            return mySql(h2);
        }
    },

    MARIADB {
        @Override
        SchemaText of(SchemaText h2) {
            return mySql(h2);
        }
    },

    HSQLDB {
        @Override
        SchemaText of(SchemaText h2) {
            return h2.instant("DATEADD('millisecond', w.%s, TIMESTAMP '1970-01-01 00:00:00+00:00')")
                    .clock("SELECT UNIX_MILLIS() AS now_ms FROM (VALUES (0)) AS one_row (nothing)")
                    .replace("CASE WHEN w.holder", "RTRIM(CASE WHEN w.holder")
                    .replace("ELSE 'FREE' END", "ELSE 'FREE' END)")
                    .view(view -> "-- HSQLDB fills the shorter ones of the words with spaces.\n" + view);
        }
    },

    SQLITE {
        @Override
        SchemaText of(SchemaText h2) {
            return h2.instant("strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', w.%s / 1000.0, 'unixepoch')")
                    .clock("\n  SELECT CAST(strftime('%s', 'now') AS INTEGER) * 1000"
                            + " + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER) AS now_ms")
                    .replace(
                            "the high-water mark.",
                            """
                            the high-water mark: in a session with
                            -- PRAGMA foreign_keys = ON, for SQLite does not look at it otherwise.""");
        }
    };

    abstract SchemaText of(SchemaText h2);

    /** They read over a REFERENCES behind a column, and make the view by a prepared statement, which is a text. */
    private static SchemaText mySql(SchemaText h2) {
        return h2.instant("FROM_UNIXTIME(w.%s / 1000.0)")
                .clock("SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) DIV 1000 AS now_ms")
                .replace("-- Snowkey:", "-- Snowkey, for MySQL and MariaDB:")
                .replace("\n);", "\n) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;")
                .replace(" REFERENCES snowkey_namespace (namespace),", ",")
                .replace(
                        "PRIMARY KEY (namespace, worker_id)\n",
                        """
                        PRIMARY KEY (namespace, worker_id),
                          FOREIGN KEY (namespace) REFERENCES snowkey_namespace (namespace)
                        """)
                .view(view ->
                        """
                        -- The view is created where there is none, and left alone where there is one: MySQL has no other form for that before 9.1,
                        -- and that of MariaDB waits for every transaction that has read it.
                        -- With the rights of whoever reads it: one with those of its creator would end with that user.
                        SET @ddl = if(
                          EXISTS (SELECT 1 FROM information_schema.views WHERE concat(table_schema, '.', table_name) IN
                            ('snowkey_worker_status', concat(database(), '.', 'snowkey_worker_status'))),
                          'DO 0',
                          '"""
                                + view.replace("VIEW IF NOT EXISTS", "SQL SECURITY INVOKER VIEW")
                                        .replace("'", "''")
                                        .replace(" c;\n", " c');\n")
                                + "PREPARE ddl FROM @ddl;\nEXECUTE ddl;\nDEALLOCATE PREPARE ddl;\n");
    }
}
