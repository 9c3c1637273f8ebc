// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import jakarta.persistence.EntityManager;

import org.springframework.transaction.support.TransactionOperations;

/** Writes what an import stores. There is one transaction per chunk of rows, and each can be tried again. */
final class OrderStore {

    private final EntityManager entities;
    private final TransactionOperations transactions;
    private final ReferenceData.Known known = new ReferenceData.Known();

    OrderStore(EntityManager entities, TransactionOperations transactions) {
        this.entities = entities;
        this.transactions = transactions;
    }

    /** Begins an import, and returns its id. */
    long begin(String file, Instant now) {
        return Objects.requireNonNull(transactions.execute(status -> {
            FileImport begun = new FileImport(file, now);
            entities.persist(begun);
            return begun.id;
        }));
    }

    /**
     * Stores rows, together with the count of the import. If the answer to the commit gets lost, the count tells the
     * next try that the rows are stored already.
     *
     * @param before how many orders of the import were stored before
     * @return the number of agencies, projects and suppliers that were created
     */
    int store(long importId, long before, int copy, List<OrderRow> rows) {
        long after = before + rows.size();
        Optional<ReferenceData> stored = Objects.requireNonNull(transactions.execute(status -> {
            if (!count(importId, before, after)) {
                return Optional.empty();
            }
            deleteRemains(importId, copy, rows);
            ReferenceData referenceData = new ReferenceData(entities, known, rows);
            FileImport fileImport = entities.getReference(FileImport.class, importId);
            for (OrderRow row : rows) {
                String supplier = row.supplier();
                entities.persist(new PurchaseOrder(
                        fileImport,
                        copy,
                        row,
                        referenceData.project(row),
                        supplier == null ? null : referenceData.supplier(supplier)));
            }
            requireWhole(importId, after);
            return Optional.of(referenceData);
        }));
        stored.ifPresent(known::add);
        return stored.map(ReferenceData::created).orElse(0);
    }

    /** Ends an import that got to the end of its file. Returns the number of imports that ended, which is 1. */
    int finish(long importId, Instant now, long bad) {
        return Objects.requireNonNull(transactions.execute(
                status -> entities.createQuery("update FileImport set finishedAt = :now, bad = :bad where id = :id")
                        .setParameter("now", now)
                        .setParameter("bad", bad)
                        .setParameter("id", importId)
                        .executeUpdate()));
    }

    private boolean count(long importId, long before, long after) {
        int counted = entities.createQuery("update FileImport set stored = :after where id = :id and stored = :before")
                .setParameter("after", after)
                .setParameter("id", importId)
                .setParameter("before", before)
                .executeUpdate();
        if (counted == 1) {
            return true;
        }
        long stored = stored(importId);
        if (stored != after) {
            throw new IllegalStateException(
                    "import " + importId + " has " + stored + " orders, not " + before + ": somebody else changed it");
        }
        return false;
    }

    /**
     * Deletes rows that were stored without being counted. They exist if the process that serves an H2 file dies. H2's
     * client may then go on in the middle of a transaction with a new connection, without the statements before and
     * without the transaction. {@link #requireWhole} notices that, and the next try deletes the rows.
     */
    private void deleteRemains(long importId, int copy, List<OrderRow> rows) {
        entities.createQuery(
                        "delete PurchaseOrder where fileImport.id = :id and copy = :copy and line between :first and :last")
                .setParameter("id", importId)
                .setParameter("copy", copy)
                .setParameter("first", rows.get(0).line())
                .setParameter("last", rows.get(rows.size() - 1).line())
                .executeUpdate();
    }

    private void requireWhole(long importId, long after) {
        entities.flush();
        if (stored(importId) != after) {
            throw new IllegalStateException(
                    "orders of import " + importId, new SQLException("The transaction lost its beginning"));
        }
    }

    private long stored(long importId) {
        return entities.createQuery("select stored from FileImport where id = :id", Long.class)
                .setParameter("id", importId)
                .getSingleResult();
    }
}
