package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.halomigration.web.AccessProperties.LocalUser;
import org.halomigration.web.AccessProperties.Web;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class AGeneratedPasswordIsSaidOnceTest {
    private static final Pattern LINE = Pattern.compile("Log in as operator with the password (\\S{24}) \\(made for this run; set halo.users or halo.web.password to choose one\\)\\R");

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    @Test
    void andItOpensTheDoor() {
        LocalUsers operator = users("");
        UserDetails user = operator.all().loadUserByUsername("operator");

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
            users(" ").sayGeneratedPassword();
        }

        assertThat(console.toString(StandardCharsets.UTF_8).lines().distinct()).hasSize(2);
    }

    @Test
    void aConfiguredOneIsNeverSaid() {
        LocalUsers operator = users("secret");
        UserDetails user = operator.all().loadUserByUsername("operator");

        operator.sayGeneratedPassword();

        assertThat(console.size()).isZero();
        assertThat(opens(user, "secret")).isTrue();
    }

    @Test
    void aHashMayBeConfiguredInItsPlace() {
        String hash = new BCryptPasswordEncoder().encode("secret");

        UserDetails user = users(hash).all().loadUserByUsername("operator");

        assertThat(opens(user, "secret")).isTrue();
        assertThat(opens(user, hash)).isFalse();
    }

    @Test
    void noneIsMadeWhereUsersAreNamed() {
        LocalUsers users = users("", new LocalUser("ada", WithPages.HASH, UserRole.OPERATOR));

        users.sayGeneratedPassword();

        assertThat(console.size()).isZero();
        assertThat(users.all().userExists("operator")).isFalse();
        assertThat(opens(users.all().loadUserByUsername("ada"), WithPages.PASSWORD)).isTrue();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(new LocalUser("ada", "in clear", UserRole.ADMIN), "halo.users[0].password of 'ada' is no BCrypt hash; expected what `htpasswd -nB ada` prints"),
                Arguments.of(new LocalUser("ada", "{noop}in clear", UserRole.ADMIN), "halo.users[0].password of 'ada' is no BCrypt hash"),
                Arguments.of(new LocalUser("ada", null, UserRole.ADMIN), "halo.users[0].password of 'ada' is no BCrypt hash"),
                Arguments.of(new LocalUser("ada", WithPages.HASH, null), "halo.users[0].role of 'ada' is missing; expected viewer, operator or admin."),
                Arguments.of(new LocalUser(" ", WithPages.HASH, UserRole.ADMIN), "halo.users[0].name is missing"),
                Arguments.of(new LocalUser("Operator", WithPages.HASH, UserRole.ADMIN), "halo.users names 'Operator' twice"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aUserThatIsWrongStopsTheStartWithoutShowingThePassword(LocalUser user, String message) {
        assertThatThrownBy(() -> users("secret", user)).isInstanceOf(IllegalStateException.class).hasMessageContaining(message).hasMessageNotContaining("in clear");
        assertThat(user.toString()).doesNotContain("clear").doesNotContain("$2");
    }

    private LocalUsers users(String configured, LocalUser... users) {
        return new LocalUsers(new AccessProperties(List.of(users), List.of(), new Web(configured), null), new PrintStream(console, true, StandardCharsets.UTF_8));
    }

    private static boolean opens(UserDetails user, String password) {
        return new BCryptPasswordEncoder().matches(password, user.getPassword());
    }
}
