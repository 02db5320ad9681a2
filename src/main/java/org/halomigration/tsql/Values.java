package org.halomigration.tsql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** What placeholders are filled from: values by name. A name can be known and its value null. */
public interface Values {
    boolean knows(String name);

    /** The value of a known name; null for an unknown one. */
    Object get(String name);

    /** These values first, then those of {@code others}. */
    default Values or(Values others) {
        Values first = this;
        return new Values() {
            @Override
            public boolean knows(String name) {
                return first.knows(name) || others.knows(name);
            }

            @Override
            public Object get(String name) {
                return first.knows(name) ? first.get(name) : others.get(name);
            }
        };
    }

    /** The entries of a map with text keys, or the components of a record; anything else holds no values. */
    static Values of(Object holder) {
        if (holder instanceof Map<?, ?> map) {
            return new Values() {
                @Override
                public boolean knows(String name) {
                    return map.containsKey(name);
                }

                @Override
                public Object get(String name) {
                    return map.get(name);
                }
            };
        }
        return holder instanceof Record values ? ofRecord(values) : NONE;
    }

    Values NONE = new Values() {
        @Override
        public boolean knows(String name) {
            return false;
        }

        @Override
        public Object get(String name) {
            return null;
        }
    };

    private static Values ofRecord(Record values) {
        return new Values() {
            @Override
            public boolean knows(String name) {
                return component(name) != null;
            }

            @Override
            public Object get(String name) {
                RecordComponent component = component(name);
                try {
                    if (component == null) {
                        return null;
                    }
                    component.getAccessor().setAccessible(true);
                    return component.getAccessor().invoke(values);
                } catch (IllegalAccessException | InvocationTargetException e) {
                    throw new IllegalStateException("Cannot read " + name + " of " + values.getClass().getName(), e);
                }
            }

            private RecordComponent component(String name) {
                for (RecordComponent component : values.getClass().getRecordComponents()) {
                    if (component.getName().equals(name)) {
                        return component;
                    }
                }
                return null;
            }
        };
    }
}
