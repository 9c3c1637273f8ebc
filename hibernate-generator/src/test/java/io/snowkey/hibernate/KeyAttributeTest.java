// SPDX-License-Identifier: Apache-2.0
package io.snowkey.hibernate;

import java.lang.reflect.Member;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which attribute a field, a getter or an accessor stands for. */
class KeyAttributeTest {

    @ParameterizedTest
    @CsvSource({
        "getId, id",
        "isNew, new",
        "getURL, URL",
        "getX, x",
        "getXAxis, XAxis",
        "get, get",
        "is, is",
        "number, number"
    })
    void aGetterOfABeanIsNamedAsJavaBeansHasIt(String getter, String attribute) throws NoSuchMethodException {
        assertThat(KeyAttribute.name(Bean.class.getDeclaredMethod(getter))).isEqualTo(attribute);
    }

    @ParameterizedTest
    @CsvSource({"issue, issue", "island, island", "getaway, getaway", "getId, id"})
    void anAccessorOfARecordIsNamedAsItsComponent(String method, String attribute) throws NoSuchMethodException {
        assertThat(KeyAttribute.name(Ticket.class.getDeclaredMethod(method))).isEqualTo(attribute);
    }

    @ParameterizedTest
    @CsvSource({"issue", "getaway"})
    void aFieldHasItsOwnName(String field) throws NoSuchFieldException {
        Member member = Ticket.class.getDeclaredField(field);

        assertThat(KeyAttribute.name(member)).isEqualTo(field);
    }

    record Ticket(long issue, long island, long getaway) {
        long getId() {
            return issue;
        }
    }

    interface Bean {
        long getId();

        boolean isNew();

        String getURL();

        int getX();

        int getXAxis();

        int get();

        boolean is();

        long number();
    }
}
