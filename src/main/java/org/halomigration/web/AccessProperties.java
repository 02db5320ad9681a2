package org.halomigration.web;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in, as {@code config/application.yaml} says.
 *
 * @param users with passwords of their own
 * @param tokens for programs
 * @param web the one user that needs no list
 * @param oidc what a provider's word is worth
 */
@ConfigurationProperties("halo")
record AccessProperties(@DefaultValue List<LocalUser> users, @DefaultValue List<Token> tokens, @DefaultValue Web web, @DefaultValue Oidc oidc) {

    /** @param password its BCrypt hash, as {@code htpasswd -nB} makes it */
    record LocalUser(String name, String password, UserRole role) {
        @Override
        public String toString() {
            return role + " " + name;
        }
    }

    /**
     * A bearer token.
     *
     * @param name what the journal calls whoever uses it
     * @param sha256 the token's hash, in hex: the token itself is random and long, so that nothing slower is needed
     */
    record Token(String name, String sha256, UserRole role) {
        @Override
        public String toString() {
            return role + " token " + name;
        }
    }

    /** @param password of the user {@code operator}, in clear or as a BCrypt hash; blank for none */
    record Web(@DefaultValue("") String password) {
        @Override
        public String toString() {
            return "web";
        }
    }

    /**
     * @param claim the claim of the ID token or of the user info that names a user's groups
     * @param roles which group has which role; who is of no such group gets in nowhere
     */
    record Oidc(@DefaultValue("roles") String claim, @DefaultValue Map<String, UserRole> roles) {}
}
