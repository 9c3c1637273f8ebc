// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.snowkey.hibernate.DdlScript.ColumnDdl;
import io.snowkey.hibernate.DdlScript.ForeignKeyDdl;
import io.snowkey.hibernate.DdlScript.TableDdl;
import io.snowkey.hibernate.DdlScript.ViewDdl;
import org.hibernate.MappingException;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.Database;
import org.hibernate.boot.model.relational.InitCommand;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.dialect.CockroachDialect;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.MariaDBDialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.jdbc.env.spi.NameQualifierSupport;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PrimaryKey;
import org.hibernate.mapping.Table;

/**
 * The tables and the view of the registry as part of the schema of a unit.
 *
 * <p>They are tables to Hibernate, and not auxiliary objects: those it drops and creates again with every
 * {@code update}, and does not validate. Their names are those that the registry will look for, whatever naming
 * strategy the unit has.
 */
final class RegistrySchema {

    private static final String CONTRIBUTOR = "snowkey";

    private final MetadataBuildingContext context;
    private final Database database;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    RegistrySchema(MetadataBuildingContext context, Database database) {
        this.context = context;
        this.database = database;
    }

    /**
     * @throws MappingException if they cannot take part
     */
    void contribute(UnitSettings settings, String ddl) {
        DdlScript script = DdlScript.parse(ddl);
        script.tables().forEach(table -> tables.put(table.name(), table(settings, table)));
        script.tables().forEach(this::refer);
        // Hibernate creates and drops tables in the order of their logical names. Here it is the one for dropping: who
        // refers to another goes first.
        int last = tables.size();
        for (Table table : tables.values()) {
            register(table, last--);
        }
        for (ViewDdl each : script.views()) {
            Table view = table(settings, each.name());
            view.setViewQuery(each.query());
            register(view, tables.size() + 1);
        }
    }

    private void register(Table table, int place) {
        database.locateNamespace(table.getCatalogIdentifier(), table.getSchemaIdentifier())
                .registerTable(Identifier.toIdentifier(CONTRIBUTOR + "_" + place), table);
    }

    /** The database as the scripts of the registry call it. */
    static String platform(Dialect dialect) {
        if (dialect instanceof PostgreSQLDialect || dialect instanceof CockroachDialect) {
            return "postgresql";
        }
        if (dialect instanceof MySQLDialect) {
            return dialect instanceof MariaDBDialect ? "mariadb" : "mysql";
        }
        return dialect instanceof H2Dialect ? "h2" : dialect.getClass().getSimpleName();
    }

    private Table table(UnitSettings settings, TableDdl ddl) {
        Table table = table(settings, ddl.name());
        for (ColumnDdl each : ddl.columns()) {
            Column column = new Column(each.name());
            column.setNullable(each.nullable());
            if (each.length() != null) {
                column.setLength(each.length());
                if (!ddl.textOptions().isEmpty()) {
                    column.setSqlType("varchar(" + each.length() + ")" + ddl.textOptions());
                }
            }
            BasicValue value = new BasicValue(context, table);
            value.setImplicitJavaTypeAccess(types -> each.javaType());
            value.addColumn(column);
            column.setValue(value);
            table.addColumn(column);
        }
        PrimaryKey primaryKey = new OrderedKey(table);
        table.setPrimaryKey(primaryKey);
        columns(table, ddl.primaryKey()).forEach(primaryKey::addColumn);
        return table;
    }

    private Table table(UnitSettings settings, String name) {
        int dot = name.indexOf('.');
        Identifier qualifier = dot < 0 ? null : Identifier.toIdentifier(name.substring(0, dot));
        if (qualifier == null) {
            refuseDefaults(settings);
        }
        boolean inCatalogs = database.getDialect().getNameQualifierSupport() == NameQualifierSupport.CATALOG;
        Namespace namespace = database.locateNamespace(inCatalogs ? qualifier : null, inCatalogs ? null : qualifier);
        Identifier table = Identifier.toIdentifier(name.substring(dot + 1));
        if (namespace.locateTable(table) != null) {
            throw new MappingException(
                    "Setting '" + SnowkeySettings.TABLES_BY_HIBERNATE + "' is true, but an entity is mapped to"
                            + " the table " + name
                            + ", so that Hibernate would create it twice. Take the setting away, and create"
                            + " the tables of the registry with the script in its jar.");
        }
        return new OrderedTable(namespace, table);
    }

    /** Hibernate would put the tables into the default schema of the unit, and the registry would not look there. */
    private static void refuseDefaults(UnitSettings settings) {
        for (String setting : List.of(AvailableSettings.DEFAULT_SCHEMA, AvailableSettings.DEFAULT_CATALOG)) {
            String value = settings.text(setting);
            if (value != null) {
                throw new MappingException(
                        "Setting '" + SnowkeySettings.TABLES_BY_HIBERNATE + "' is true, and '" + setting
                                + "' is '" + value + "', which the registry does not look into by itself. Set '"
                                + SnowkeySettings.SCHEMA + "' to '" + value + "'.");
            }
        }
    }

    /** A foreign key is created once both of its tables are there. Hibernate's own would have to refer to an entity. */
    private void refer(TableDdl ddl) {
        for (ForeignKeyDdl foreignKey : ddl.foreignKeys()) {
            Table referenced = tables.get(foreignKey.table());
            if (referenced == null) {
                throw new MappingException(
                        "The schema of the registry refers to " + foreignKey.table() + ", which it does not create");
            }
            referenced.addInitCommand(
                    sql -> new InitCommand("alter table " + ddl.name() + " add " + foreignKey.clause()));
        }
    }

    private static List<Column> columns(Table table, List<String> names) {
        return names.stream()
                .map(name -> table.getColumn(Identifier.toIdentifier(name)))
                .toList();
    }

    // Hibernate sorts columns by their size, with which MariaDB refuses the foreign keys.

    /** A table with its columns in the order of the script. */
    private static final class OrderedTable extends Table {

        OrderedTable(Namespace namespace, Identifier name) {
            super(CONTRIBUTOR, namespace, name, false);
        }

        @Override
        public void reorderColumns(List<Column> columns) {}
    }

    /** A key likewise. */
    private static final class OrderedKey extends PrimaryKey {

        OrderedKey(Table table) {
            super(table);
        }

        @Override
        public void reorderColumns(List<Column> columns) {}
    }
}
