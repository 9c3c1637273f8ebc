// SPDX-License-Identifier: Apache-2.0
package io.snowkey.frameworks.hibernate;

import java.util.Hashtable;
import java.util.Map;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.Name;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/** The names that a server would have bound. */
public final class Names implements InitialContextFactory {

    static volatile Map<String, Object> bound = Map.of();

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        return new Bound();
    }

    private static final class Bound extends InitialContext {

        Bound() throws NamingException {
            super(true);
        }

        @Override
        public NameParser getNameParser(String name) {
            return CompositeName::new;
        }

        @Override
        public Object lookup(Name name) throws NamingException {
            Object found = bound.get(name.toString());
            if (found == null) {
                throw new NameNotFoundException(name.toString());
            }
            return found;
        }
    }
}
