// SPDX-License-Identifier: Apache-2.0
package io.snowkey.examples.orders;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import jakarta.persistence.EntityManager;

import org.springframework.transaction.support.TransactionOperations;

/** What an import writes: one transaction per chunk of rows, and each of them can be tried again. */
final class OrderStore {

    private final EntityManager entities;
    private final TransactionOperations transactions;
    private final Parties.Known known = new Parties.Known();

    OrderStore(EntityManager entities, TransactionOperations transactions) {
        this.entities = entities;
        this.transactions = transactions;
    }

    /** Begins an import; its id comes back. */
    long begin(String file, Instant now) {
        return Objects.requireNonNull(transactions.execute(status -> {
            FileImport begun = new FileImport(file, now);
            entities.persist(begun);
            return begun.id;
        }));
    }

    /**
     * Stores rows, together with the count of the import: should the answer to the commit get lost, the count tells at the
     * next try that they are stored already.
     *
     * @param before how many orders of the import were stored before
     * @return the number of agencies, projects and suppliers that were created
     */
    int store(long importId, long before, int copy, List<OrderRow> rows) {
        Optional<Parties> stored = Objects.requireNonNull(transactions.execute(status -> {
            if (!count(importId, before, before + rows.size())) {
                return Optional.empty();
            }
            Parties theirs = new Parties(entities, known, rows);
            FileImport fileImport = entities.getReference(FileImport.class, importId);
            for (OrderRow row : rows) {
                String supplier = row.supplier();
                entities.persist(new PurchaseOrder(
                        fileImport,
                        copy,
                        row,
                        theirs.project(row),
                        supplier == null ? null : theirs.supplier(supplier)));
            }
            return Optional.of(theirs);
        }));
        stored.ifPresent(known::add);
        return stored.map(Parties::created).orElse(0);
    }

    /** Ends an import that got to the end of its file; the number of imports that ended comes back, 1. */
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
        Long stored = entities.createQuery("select stored from FileImport where id = :id", Long.class)
                .setParameter("id", importId)
                .getSingleResult();
        if (stored != after) {
            throw new IllegalStateException(
                    "import " + importId + " has " + stored + " orders, not " + before + ": somebody else changed it");
        }
        return false;
    }
}
