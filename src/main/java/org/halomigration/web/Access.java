package org.halomigration.web;

import static org.springframework.security.web.util.matcher.AntPathRequestMatcher.antMatcher;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.halomigration.journal.Journal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Cookie.SameSite;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who reaches what: a viewer looks, an operator acts, an admin runs the process, too; nobody else gets further than health and the login
 * page. What a request changes it does by another method than GET, so that these rules hold for pages to come.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessProperties.class)
class Access {
    private static final String HAWTIO = "/actuator/hawtio/**";
    private static final String[] JOLOKIA = {"/actuator/jolokia/**", "/actuator/hawtio/jolokia/**"};
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain whoReachesWhat(
            HttpSecurity http, AccessProperties access, CommandLineLogin commandLine, List<Journal> journals, ObjectProvider<ClientRegistrationRepository> providers)
            throws Exception {
        http.authorizeHttpRequests(Access::rules);
        http.formLogin(form -> form.loginPage("/login").failureHandler(new Failed()).permitAll());
        http.logout(logout -> logout.logoutSuccessUrl("/login?out"));
        if (providers.getIfAvailable() != null) {
            http.oauth2Login(login -> login.loginPage("/login").userInfoEndpoint(user -> user.oidcUserService(new OidcRoles(access.oidc()))));
        }
        http.exceptionHandling(denied -> denied
                .defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"), aPage())
                .defaultAuthenticationEntryPointFor(Access::askForToken, request -> true));
        http.csrf(csrf -> csrf
                .csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                .csrfTokenRequestHandler(new CsrfForScripts())
                .ignoringRequestMatchers(TokenLogin::carriesToken));
        http.addFilterAfter(new CsrfForScripts.CookieFilter(), CsrfFilter.class);
        http.addFilterAfter(new TokenLogin(Stream.concat(access.tokens().stream(), Stream.of(commandLine.token())).toList()), CsrfFilter.class);
        http.addFilterAfter(new LevelChanges(journals), AuthorizationFilter.class);
        http.headers(Access::headers);
        return http.build();
    }

    private static void rules(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests
                // Else every error would answer "log in" and hide what went wrong.
                .dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
                .requestMatchers("/actuator/health", "/actuator/health/**", "/login", LoginPage.WAIT, "/halo.css", "/favicon.ico").permitAll()
                // Hawtio's proxy reaches other hosts; nothing here needs it. Its page asks whether it is on, and hides what would use it.
                .requestMatchers(HttpMethod.GET, "/actuator/hawtio/proxy/enabled").hasRole("VIEWER")
                .requestMatchers("/actuator/hawtio/proxy/**").denyAll()
                // A link cannot carry a CSRF token, so what a GET can ask of JMX another site's page could ask too. Who may what: the restrictor.
                .requestMatchers(HttpMethod.POST, JOLOKIA).hasRole("VIEWER")
                .requestMatchers(JOLOKIA).denyAll()
                // At a low level these log the headers of requests, and with them the secrets.
                .requestMatchers("/actuator/loggers/org.apache.hc*", "/actuator/loggers/org.apache.hc*/**").denyAll()
                .requestMatchers("/actuator/loggers", "/actuator/loggers/**").hasRole("ADMIN")
                .requestMatchers("/support-bundle").hasRole("OPERATOR")
                .requestMatchers(HttpMethod.GET).hasRole("VIEWER")
                .requestMatchers(HttpMethod.HEAD).hasRole("VIEWER")
                .anyRequest().hasRole("OPERATOR");
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
        headers.permissionsPolicyHeader(permissions -> permissions.policy("camera=(), geolocation=(), microphone=()"));
        // Hawtio sends a policy of its own, and would not run with this one.
        RequestMatcher ours = new NegatedRequestMatcher(antMatcher(HAWTIO));
        headers.addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(ours, new ContentSecurityPolicyHeaderWriter(CONTENT_SECURITY_POLICY)));
    }

    /** A provider's answer comes from another site: with a strict cookie the session that asked for it would be unknown. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> cookieForProviders(ObjectProvider<ClientRegistrationRepository> providers) {
        return server -> {
            if (providers.getIfAvailable() != null) {
                server.getSession().getCookie().setSameSite(SameSite.LAX);
            }
        };
    }

    /** A browser asks for a page by name; a script or curl takes anything. */
    private static RequestMatcher aPage() {
        MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return html;
    }

    private static void askForToken(HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Halo Migration\"");
        response.sendError(HttpStatus.UNAUTHORIZED.value());
    }

    /** Says when to try again, where that is not now. */
    private static final class Failed extends SimpleUrlAuthenticationFailureHandler {
        Failed() {
            super("/login?error");
        }

        @Override
        public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
                throws IOException, ServletException {
            if (!(why instanceof LimitedLogin.TooMany tooMany)) {
                super.onAuthenticationFailure(request, response, why);
                return;
            }
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.seconds()));
            request.setAttribute(LoginPage.WAIT, tooMany.seconds());
            request.getRequestDispatcher(LoginPage.WAIT).forward(request, response);
        }
    }
}
