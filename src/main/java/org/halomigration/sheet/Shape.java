package org.halomigration.sheet;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The keys of a record, in their order. */
record Shape(List<Entry> entries) {

    static Shape of(Class<?> type) {
        return new Shape(Arrays.stream(type.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(Key.class))
                .map(component -> new Entry(component, component.getAnnotation(Key.class)))
                .toList());
    }

    List<String> keys() {
        return entries.stream().map(Entry::name).toList();
    }

    /** What to write where such a section is expected. */
    String expected() {
        List<String> keys = keys();
        return "keys (" + String.join(", ", keys.subList(0, Math.min(4, keys.size()))) + (keys.size() > 4 ? ", …)" : ")");
    }

    /** One key: the component that takes it, and what stands about it there. */
    record Entry(RecordComponent component, Key key) {

        String name() {
            return key.name().isEmpty() ? kebab(component.getName()) : key.name();
        }

        boolean list() {
            return component.getType() == List.class;
        }

        /** The type of the value, or of each item of a list. */
        Class<?> type() {
            Type type = component.getGenericType();
            return (Class<?>) (type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type);
        }

        Format format() {
            return key.format() == Format.BY_TYPE ? Format.of(type()) : key.format();
        }

        /** What to write for the value, or for each item of a list. */
        String expectedItem() {
            if (type().isRecord()) {
                return Shape.of(type()).expected();
            }
            if (key.oneOf().length > 0) {
                return String.join(", ", key.oneOf()).replaceFirst(", (?=[^,]*$)", " or ");
            }
            return type() == Secret.class && format() == Format.TEXT ? Scalars.REFERENCE : format().expected();
        }

        String expected() {
            return list() ? "a list (each item: " + expectedItem() + ")" : expectedItem();
        }

        private static String kebab(String name) {
            return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }
    }
}
