package org.halomigration.web;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** The one user, {@code operator}. There is no default password: where none is configured, one is made for this run and said once. */
@Configuration(proxyBeanMethods = false)
class Operator {
    private static final String NAME = "operator";
    private static final int GENERATED_BYTES = 18;

    private final String configured;
    private final PrintStream console;
    private String generated;

    @Autowired
    Operator(@Value("${halo.web.password:}") String configured) {
        this(configured, System.out);
    }

    Operator(String configured, PrintStream console) {
        this.configured = configured;
        this.console = console;
    }

    /** A configured password may be given as Spring Security writes a hash ({@code {bcrypt}$2a$…}); else it is hashed here. */
    @Bean
    UserDetailsService users() {
        if (configured.isBlank()) {
            byte[] random = new byte[GENERATED_BYTES];
            new SecureRandom().nextBytes(random);
            generated = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        }
        String password = generated == null ? configured : generated;
        boolean hash = password.startsWith("{bcrypt}");
        String stored = hash ? password : PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password);
        return new InMemoryUserDetailsManager(User.withUsername(NAME).password(stored).roles("OPERATOR").build());
    }

    /** To the console and not to the log, which is kept and collected. Once said it is forgotten. */
    @EventListener(ApplicationReadyEvent.class)
    void sayGeneratedPassword() {
        if (generated != null) {
            console.println("Log in as " + NAME + " with the password " + generated + " (made for this run; set halo.web.password to choose one)");
            generated = null;
        }
    }
}
