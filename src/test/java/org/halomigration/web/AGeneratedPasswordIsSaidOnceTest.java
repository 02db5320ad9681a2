package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

class AGeneratedPasswordIsSaidOnceTest {
    private static final Pattern LINE = Pattern.compile("Log in as operator with the password (\\S{24}) \\(made for this run; set halo.web.password to choose one\\)\\R");

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void andItOpensTheDoor() {
        Operator operator = operator("");
        UserDetails user = operator.users().loadUserByUsername("operator");

        operator.sayGeneratedPassword();
        operator.sayGeneratedPassword();

        Matcher line = LINE.matcher(console.toString(StandardCharsets.UTF_8));
        assertThat(line.matches()).isTrue();
        assertThat(opens(user, line.group(1))).isTrue();
        assertThat(opens(user, "")).isFalse();
    }

    @Test
    void andIsAnotherOneEachTime() {
        for (int i = 0; i < 2; i++) {
            Operator operator = operator(" ");
            operator.users();
            operator.sayGeneratedPassword();
        }

        assertThat(console.toString(StandardCharsets.UTF_8).lines().distinct()).hasSize(2);
    }

    @Test
    void aConfiguredOneIsNeverSaid() {
        Operator operator = operator("secret");
        UserDetails user = operator.users().loadUserByUsername("operator");

        operator.sayGeneratedPassword();

        assertThat(console.size()).isZero();
        assertThat(opens(user, "secret")).isTrue();
    }

    @Test
    void aHashMayBeConfiguredInItsPlace() {
        String hash = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode("secret");

        UserDetails user = operator(hash).users().loadUserByUsername("operator");

        assertThat(opens(user, "secret")).isTrue();
        assertThat(opens(user, hash)).isFalse();
    }

    private Operator operator(String configured) {
        return new Operator(configured, new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    private static boolean opens(UserDetails user, String password) {
        return PasswordEncoderFactories.createDelegatingPasswordEncoder().matches(password, user.getPassword());
    }
}
