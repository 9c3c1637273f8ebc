// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

import jakarta.persistence.EntityManager;

/**
 * The agencies, projects and suppliers of some rows. Those that exist already are found, the others are created. There
 * is one query per kind at most, for the names not seen before, and none per row.
 */
final class ReferenceData {

    /** The ids of those that earlier transactions have committed. */
    static final class Known {

        private final Map<String, Long> agencies = new HashMap<>();
        private final Map<String, Long> projects = new HashMap<>();
        private final Map<String, Long> suppliers = new HashMap<>();

        /**
         * Adds those of a transaction that was committed. After a rollback, they would not be there. Those known before
         * are only references, and are left alone.
         */
        void add(ReferenceData committed) {
            committed.agencies.forEach((key, agency) -> agencies.computeIfAbsent(key, unseen -> agency.id));
            committed.projects.forEach((key, project) -> projects.computeIfAbsent(key, unseen -> project.id));
            committed.suppliers.forEach((key, supplier) -> suppliers.computeIfAbsent(key, unseen -> supplier.id));
        }
    }

    private final EntityManager entities;
    private final Map<String, Agency> agencies = new HashMap<>();
    private final Map<String, Project> projects = new HashMap<>();
    private final Map<String, Supplier> suppliers = new HashMap<>();
    private int created;

    /** Finds or creates those of some rows. The transaction is the one that stores the rows. */
    ReferenceData(EntityManager entities, Known known, Collection<OrderRow> rows) {
        this.entities = entities;
        findAgencies(known, keys(rows, OrderRow::agency));
        findProjects(known, rows);
        findSuppliers(known, keys(rows, row -> row.supplier() == null ? "" : row.supplier()));
    }

    Project project(OrderRow row) {
        return required(projects, projectKey(row.agency(), row.project()));
    }

    Supplier supplier(String name) {
        return required(suppliers, name);
    }

    /** How many of them were not there before. */
    int created() {
        return created;
    }

    private void findAgencies(Known known, SortedSet<String> codes) {
        resolve(codes, known.agencies, agencies, Agency.class);
        if (!codes.isEmpty()) {
            select("from Agency where code in :keys", codes, Agency.class).forEach(a -> agencies.put(a.code, a));
            codes.removeAll(agencies.keySet());
            codes.forEach(code -> agencies.put(code, create(new Agency(code))));
        }
    }

    private void findProjects(Known known, Collection<OrderRow> rows) {
        Map<String, OrderRow> wanted = new HashMap<>();
        rows.forEach(row -> wanted.put(projectKey(row.agency(), row.project()), row));
        SortedSet<String> keys = new TreeSet<>(wanted.keySet());
        resolve(keys, known.projects, projects, Project.class);
        if (!keys.isEmpty()) {
            SortedSet<String> codes = new TreeSet<>();
            keys.forEach(key -> codes.add(required(wanted, key).project()));
            select("select p, a.code from Project p join p.agency a where p.code in :keys", codes, Object[].class)
                    .forEach(pair -> {
                        Project project = (Project) pair[0];
                        projects.put(projectKey((String) pair[1], project.code), project);
                    });
            keys.removeAll(projects.keySet());
            for (String key : keys) {
                OrderRow row = required(wanted, key);
                projects.put(key, create(new Project(required(agencies, row.agency()), row.project())));
            }
        }
    }

    private void findSuppliers(Known known, SortedSet<String> names) {
        names.remove("");
        resolve(names, known.suppliers, suppliers, Supplier.class);
        if (!names.isEmpty()) {
            select("from Supplier where name in :keys", names, Supplier.class).forEach(s -> suppliers.put(s.name, s));
            names.removeAll(suppliers.keySet());
            names.forEach(name -> suppliers.put(name, create(new Supplier(name))));
        }
    }

    /** Takes the known ones out of the keys, as references. A reference by id needs no query. */
    private <E> void resolve(SortedSet<String> keys, Map<String, Long> known, Map<String, E> found, Class<E> type) {
        keys.removeIf(key -> {
            Long id = known.get(key);
            if (id != null) {
                found.put(key, entities.getReference(type, id));
            }
            return id != null;
        });
    }

    private <E> List<E> select(String query, Collection<String> keys, Class<E> type) {
        return entities.createQuery(query, type).setParameter("keys", keys).getResultList();
    }

    private <E> E create(E entity) {
        entities.persist(entity);
        created++;
        return entity;
    }

    /**
     * The keys of some rows, sorted. So two processes that create the same ones wait for each other instead of
     * dead-locking.
     */
    private static SortedSet<String> keys(Collection<OrderRow> rows, Function<OrderRow, String> key) {
        SortedSet<String> keys = new TreeSet<>();
        rows.forEach(row -> keys.add(key.apply(row)));
        return keys;
    }

    /**
     * The key of a project. A project belongs to an agency, and its code alone is not unique. No field has a NUL
     * character, which separates the two.
     */
    private static String projectKey(String agency, String project) {
        return agency + '\0' + project;
    }

    private static <V> V required(Map<String, V> map, String key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("neither found nor created: " + key);
        }
        return value;
    }
}
