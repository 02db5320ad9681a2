package org.halomigration;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.halomigration.sheet.Secret;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

/** A record prints all it holds unless it is told otherwise: into a log, a debugger, an exception. */
class NoRecordGivesASecretAwayTest {
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|secret|token|authorization)");
    private static final String VALUE = "what nobody may see";

    @Test
    void byItsText() throws Exception {
        Set<String> tried = new TreeSet<>();
        for (Class<?> type : records()) {
            for (RecordComponent component : type.getRecordComponents()) {
                boolean text = component.getType() == String.class && SECRET.matcher(component.getName()).matches();
                if (text || component.getType() == Secret.class) {
                    tried.add(type.getSimpleName() + "." + component.getName());
                    assertThat(text(type, component)).as(type.getName() + "." + component.getName()).doesNotContain(VALUE);
                }
            }
        }
        assertThat(tried).contains("LocalUser.password", "Web.password", "SqlLogin.password", "LandingZone.passphrase", "Api.clientSecret");
    }

    private static Set<Class<?>> records() throws Exception {
        Set<Class<?>> records = new java.util.LinkedHashSet<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:org/halomigration/**/*.class")) {
            String path = file.getURL().getPath();
            if (!path.contains("test-classes")) {
                String name = path.substring(path.indexOf("org/halomigration/")).replace(".class", "").replace('/', '.');
                Class<?> type = ClassUtils.forName(name, NoRecordGivesASecretAwayTest.class.getClassLoader());
                if (type.isRecord()) {
                    records.add(type);
                }
            }
        }
        return records;
    }

    /** Of a record that holds nothing but that secret. */
    private static String text(Class<?> type, RecordComponent secret) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Constructor<?> canonical = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        canonical.setAccessible(true);
        Object[] values = Arrays.stream(components).map(component -> component.equals(secret) ? value(component.getType()) : nothing(component.getType())).toArray();
        return canonical.newInstance(values).toString();
    }

    private static Object value(Class<?> type) {
        return type == Secret.class ? new Secret(VALUE) : VALUE;
    }

    private static Object nothing(Class<?> type) {
        if (!type.isPrimitive()) {
            return null;
        }
        return type == boolean.class ? Boolean.FALSE : type == long.class ? (Object) 0L : type == double.class ? (Object) 0.0 : (Object) 0;
    }
}
