package org.halomigration.web;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.halomigration.web.AccessProperties.Oidc;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Gives a user that an OpenID provider vouches for the role of his or her groups; none, where no group has one. */
final class OidcRoles implements OAuth2UserService<OidcUserRequest, OidcUser> {
    private final OidcUserService provider = new OidcUserService();
    private final Oidc oidc;

    OidcRoles(Oidc oidc) {
        this.oidc = oidc;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcUser user = provider.loadUser(request);
        String name = request.getClientRegistration().getProviderDetails().getUserInfoEndpoint().getUserNameAttributeName();
        Optional<UserRole> role = UserRole.highest(groups(user.getClaims().get(oidc.claim())).stream()
                .map(group -> oidc.roles().get(String.valueOf(group)))
                .filter(Objects::nonNull)
                .toList());
        return new DefaultOidcUser(
                role.map(UserRole::authorities).orElse(List.of()), user.getIdToken(), user.getUserInfo(), name == null || name.isBlank() ? "sub" : name);
    }

    /** One group may be given as text. */
    private static Collection<?> groups(Object claim) {
        return claim instanceof Collection<?> many ? many : claim == null ? List.of() : List.of(claim);
    }
}
