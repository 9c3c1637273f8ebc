// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** Calls what Hibernate 8 gave another return type, so that the same class files run on all versions. */
final class Stateless {

    private Stateless() {}

    static void insert(SessionFactory factory, Object entity) {
        factory.inStatelessTransaction(session -> call(session, "insert", Object.class, entity));
    }

    static void insertMultiple(SessionFactory factory, List<?> entities) {
        factory.inStatelessTransaction(session -> {
            session.setJdbcBatchSize(50);
            if (Keys.ONLY_ON_ATTRIBUTES) { // Hibernate 6 has no insertMultiple, and batches single ones
                entities.forEach(entity -> call(session, "insert", Object.class, entity));
            } else {
                call(session, "insertMultiple", List.class, entities);
            }
        });
    }

    private static void call(StatelessSession session, String method, Class<?> type, Object argument) {
        try {
            StatelessSession.class.getMethod(method, type).invoke(session, argument);
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError(method, missing);
        }
    }
}
