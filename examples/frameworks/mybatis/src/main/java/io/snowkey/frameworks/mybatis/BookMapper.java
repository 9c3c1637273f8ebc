// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.mybatis;

import java.util.List;

import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Select;

public interface BookMapper {

    @Insert("INSERT INTO book (id, title) VALUES (#{id}, #{title})")
    void insert(Book book);

    @Select("SELECT id, title FROM book ORDER BY id")
    List<Book> all();
}
