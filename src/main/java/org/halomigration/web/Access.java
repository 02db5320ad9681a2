package org.halomigration.web;

import static org.springframework.security.web.util.matcher.AntPathRequestMatcher.antMatcher;

import jakarta.servlet.DispatcherType;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who reaches what: everything asks for a login but health, the login page and its style. */
@Configuration(proxyBeanMethods = false)
class Access {
    private static final String HAWTIO = "/actuator/hawtio/**";
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain whoReachesWhat(HttpSecurity http) throws Exception {
        http.authorizeHttpRequests(requests -> requests
                // Else every error would answer "log in" and hide what went wrong.
                .dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
                .requestMatchers("/actuator/health", "/actuator/health/**", "/login", "/halo.css", "/favicon.ico").permitAll()
                // Hawtio's proxy reaches other hosts; nothing here needs it. Its page asks whether it is on, and hides what would use it.
                .requestMatchers(HttpMethod.GET, "/actuator/hawtio/proxy/enabled").authenticated()
                .requestMatchers("/actuator/hawtio/proxy/**").denyAll()
                // A link cannot carry a CSRF token, so what a GET can ask of JMX another site's page could ask too.
                .requestMatchers(HttpMethod.POST, "/actuator/jolokia/**", "/actuator/hawtio/jolokia/**").authenticated()
                .requestMatchers("/actuator/jolokia/**", "/actuator/hawtio/jolokia/**").denyAll()
                .anyRequest().authenticated());
        http.formLogin(form -> form.loginPage("/login").permitAll());
        http.logout(logout -> logout.logoutSuccessUrl("/login?out"));
        http.httpBasic(Customizer.withDefaults());
        http.exceptionHandling(denied -> denied
                .defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"), aPage())
                .defaultAuthenticationEntryPointFor(askForBasic(), request -> true));
        http.csrf(csrf -> csrf
                .csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
                .csrfTokenRequestHandler(new CsrfForScripts()));
        http.addFilterAfter(new CsrfForScripts.CookieFilter(), BasicAuthenticationFilter.class);
        http.headers(Access::headers);
        return http.build();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN));
        headers.permissionsPolicyHeader(permissions -> permissions.policy("camera=(), geolocation=(), microphone=()"));
        // Hawtio sends a policy of its own, and would not run with this one.
        RequestMatcher ours = new NegatedRequestMatcher(antMatcher(HAWTIO));
        headers.addHeaderWriter(new DelegatingRequestMatcherHeaderWriter(ours, new ContentSecurityPolicyHeaderWriter(CONTENT_SECURITY_POLICY)));
    }

    /** A browser asks for a page by name; a script or curl takes anything. */
    private static RequestMatcher aPage() {
        MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
        html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
        return html;
    }

    private static BasicAuthenticationEntryPoint askForBasic() {
        BasicAuthenticationEntryPoint basic = new BasicAuthenticationEntryPoint();
        basic.setRealmName("Halo Migration");
        return basic;
    }
}
