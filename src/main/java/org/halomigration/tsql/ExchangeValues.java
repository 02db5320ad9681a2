package org.halomigration.tsql;

import java.util.UUID;
import org.apache.camel.Exchange;
import org.halomigration.sheet.Migration;

/** What an exchange offers to a statement's placeholders: the body where it is a map or a record, then the variables, then the headers. */
final class ExchangeValues implements Values {
    private final Exchange exchange;
    private final Values body;

    ExchangeValues(Exchange exchange) {
        this.exchange = exchange;
        this.body = Values.of(exchange.getMessage().getBody());
    }

    @Override
    public boolean knows(String name) {
        return body.knows(name)
                || exchange.getVariables().containsKey(name)
                || exchange.getMessage().getHeaders().containsKey(name);
    }

    @Override
    public Object get(String name) {
        if (body.knows(name)) {
            return body.get(name);
        }
        Object variable = exchange.getVariable(name);
        return variable != null || exchange.getVariables().containsKey(name) ? variable : exchange.getMessage().getHeader(name);
    }

    /** The name that evidence uses for a value: of a migration, or a plain one; null for everything else. */
    static String name(Object value) {
        if (value instanceof Migration migration) {
            return migration.name();
        }
        return value instanceof CharSequence || value instanceof UUID ? value.toString() : null;
    }
}
