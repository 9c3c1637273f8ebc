// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.mybatis;

import java.util.List;

import io.snowkey.SnowflakeGenerator;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;

public final class Books {

    private final SqlSessionFactory sessions;
    private final SnowflakeGenerator ids;

    public Books(SqlSessionFactory sessions, SnowflakeGenerator ids) {
        this.sessions = sessions;
        this.ids = ids;
    }

    public void add(List<String> titles) {
        try (SqlSession session = sessions.openSession(ExecutorType.BATCH)) {
            BookMapper books = session.getMapper(BookMapper.class);
            for (String title : titles) {
                books.insert(new Book(ids.nextId(), title));
            }
            session.commit();
        }
    }
}
