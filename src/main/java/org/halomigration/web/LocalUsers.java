package org.halomigration.web;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.halomigration.web.AccessProperties.LocalUser;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.stereotype.Component;

/**
 * The users that the configuration names. There is no default password: where it names none, {@code operator} gets one for this run,
 * which is said once.
 */
@Component
final class LocalUsers {
    private static final String OPERATOR = "operator";
    private static final int GENERATED_BYTES = 18;
    private static final Pattern BCRYPT = Pattern.compile("(\\{bcrypt})?(\\$2[aby]?\\$\\d\\d\\$[./A-Za-z0-9]{53})");

    private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();
    private final InMemoryUserDetailsManager users = new InMemoryUserDetailsManager();
    private final PrintStream console;
    private String generated;

    @Autowired
    LocalUsers(AccessProperties access) {
        this(access, System.out);
    }

    /** @throws IllegalStateException naming the entry that is wrong, and never its password */
    LocalUsers(AccessProperties access, PrintStream console) {
        this.console = console;
        String password = access.web().password();
        if (access.users().isEmpty() && password.isBlank()) {
            generated = random();
            password = generated;
        }
        List<UserDetails> all = new ArrayList<>();
        if (!password.isBlank()) {
            boolean hash = BCRYPT.matcher(password).matches();
            all.add(user(OPERATOR, hash ? bare(password) : encoder.encode(password), UserRole.ADMIN));
        }
        for (int i = 0; i < access.users().size(); i++) {
            all.add(checked("halo.users[" + i + "]", access.users().get(i)));
        }
        for (UserDetails user : all) {
            if (users.userExists(user.getUsername())) {
                throw new IllegalStateException("halo.users names '" + user.getUsername() + "' twice (halo.web.password makes the user " + OPERATOR + "). Name each user once.");
            }
            users.createUser(user);
        }
    }

    InMemoryUserDetailsManager all() {
        return users;
    }

    BCryptPasswordEncoder encoder() {
        return encoder;
    }

    /** To the console and not to the log, which is kept and collected. Once said it is forgotten. */
    @EventListener(ApplicationReadyEvent.class)
    void sayGeneratedPassword() {
        if (generated != null) {
            console.println("Log in as " + OPERATOR + " with the password " + generated + " (made for this run; set halo.users or halo.web.password to choose one)");
            generated = null;
        }
    }

    private static UserDetails checked(String key, LocalUser user) {
        if (user.name() == null || user.name().isBlank()) {
            throw new IllegalStateException(key + ".name is missing: the name that a user logs in with, and that the journal keeps.");
        }
        if (user.role() == null) {
            throw new IllegalStateException(key + ".role of '" + user.name() + "' is missing; expected viewer, operator or admin.");
        }
        if (user.password() == null || !BCRYPT.matcher(user.password()).matches()) {
            throw new IllegalStateException(key + ".password of '" + user.name() + "' is no BCrypt hash; expected what `htpasswd -nB " + user.name() + "` prints after the colon.");
        }
        return user(user.name(), bare(user.password()), user.role());
    }

    private static UserDetails user(String name, String hash, UserRole role) {
        return User.withUsername(name).password(hash).authorities(role.authorities()).build();
    }

    private static String bare(String hash) {
        return hash.replaceFirst("^\\{bcrypt}", "");
    }

    private static String random() {
        byte[] random = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
