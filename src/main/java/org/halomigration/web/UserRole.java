package org.halomigration.web;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** What a user may do: look, run the product's operations, or run the process, too. Each role may what the one before it may. */
enum UserRole {
    VIEWER,
    OPERATOR,
    ADMIN;

    /** This role and those before it, as Spring Security asks for them. */
    List<GrantedAuthority> authorities() {
        String[] names = Arrays.stream(values()).filter(role -> role.compareTo(this) <= 0).map(UserRole::authority).toArray(String[]::new);
        return AuthorityUtils.createAuthorityList(names);
    }

    /** Whether whoever is logged in may what this role may; nobody may anything. */
    boolean isOf(Authentication who) {
        return who != null && who.isAuthenticated() && AuthorityUtils.authorityListToSet(who.getAuthorities()).contains(authority());
    }

    static Optional<UserRole> highest(Collection<UserRole> roles) {
        return roles.stream().max(Comparator.naturalOrder());
    }

    private String authority() {
        return "ROLE_" + name();
    }
}
