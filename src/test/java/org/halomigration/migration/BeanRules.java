package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.ClassMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/** Each bean that a route calls is made by a configuration, and has the method with that many parameters. */
final class BeanRules {
    private final Map<String, Class<?>> beans;

    /** @param beans class by bean name */
    BeanRules(Map<String, Class<?>> beans) {
        this.beans = beans;
    }

    /** The beans that the product's configurations make, whichever role is played. */
    static Map<String, Class<?>> ofTheProduct() {
        Map<String, Class<?>> beans = new HashMap<>();
        try {
            CachingMetadataReaderFactory readers = new CachingMetadataReaderFactory();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:org/halomigration/**/*.class")) {
                ClassMetadata found = readers.getMetadataReader(file).getClassMetadata();
                if (readers.getMetadataReader(file).getAnnotationMetadata().hasAnnotation(Configuration.class.getName())) {
                    addBeans(ClassUtils.resolveClassName(found.getClassName(), BeanRules.class.getClassLoader()), beans);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return beans;
    }

    private static void addBeans(Class<?> configuration, Map<String, Class<?>> beans) {
        for (Method method : configuration.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Bean.class)) {
                String[] names = method.getAnnotation(Bean.class).value();
                beans.put(names.length == 0 ? method.getName() : names[0], method.getReturnType());
            }
        }
    }

    List<String> breaches(List<RouteDocument> documents) {
        List<String> complaints = new ArrayList<>();
        documents.forEach(document -> document.each((key, value, place) -> {
            if (key.equals("bean") || key.equals("method")) {
                call(value, place, complaints);
            } else if (key.equals("aggregationStrategy") && !beans.containsKey(value.asText().replace("#", ""))) {
                complaints.add(place + ": there is no bean '" + value.asText() + "'");
            }
        }));
        return complaints;
    }

    private void call(JsonNode call, String place, List<String> complaints) {
        if (!call.isObject() || !call.has("ref") || !call.has("method")) {
            if (call.isObject()) {
                complaints.add(place + ": a bean is called by ref and method");
            }
            return;
        }
        String ref = call.get("ref").asText();
        String written = call.get("method").asText();
        Class<?> type = beans.get(ref);
        if (type == null) {
            complaints.add(place + ": there is no bean '" + ref + "'; there are " + beans.keySet().stream().sorted().toList());
            return;
        }
        int open = written.indexOf('(');
        String name = open < 0 ? written : written.substring(0, open);
        int given = open < 0 ? -1 : arguments(written.substring(open + 1, written.lastIndexOf(')')));
        boolean there = Stream.of(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class)
                .filter(method -> method.getName().equals(name))
                .map(Method::getParameterCount)
                .anyMatch(count -> given < 0 || count == given);
        if (!there) {
            complaints.add(place + ": " + type.getSimpleName() + " has no public method " + name + (given < 0 ? "" : " with " + given + " parameters"));
        }
    }

    /** Commas inside quotes, brackets and expressions separate nothing. */
    static int arguments(String list) {
        int depth = 0;
        boolean quoted = false;
        int count = list.isBlank() ? 0 : 1;
        for (char c : list.toCharArray()) {
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '(' || c == '[')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ')' || c == ']')) {
                depth--;
            } else if (c == ',' && !quoted && depth == 0) {
                count++;
            }
        }
        return count;
    }
}
