package org.halomigration.check;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHeaders;

/** Logs an HTTP client in to Halo's API: each request carries a token that was asked for just before, and ends in time. */
final class ApiLogin implements HttpClientConfigurer {
    private final ClientCredentials credentials;
    private final AnswerLimit limit;

    ApiLogin(ClientCredentials credentials) {
        this.credentials = credentials;
        this.limit = new AnswerLimit(credentials.limit());
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        limit.configureHttpClient(client);
        client.addExecInterceptorLast("api-login", (request, scope, chain) -> {
            request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + credentials.token().reveal());
            return chain.proceed(request, scope);
        });
    }
}
