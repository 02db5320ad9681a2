package org.halomigration.check;

import java.io.IOException;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Migration;

/** Looks at the certificates of the hosted addresses: issuer, expiry, the names they are for. The bean {@code certificates}. */
public final class Certificates {
    private static final Duration SOON = Duration.ofDays(30);
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Duration limit;
    private final Clock clock;
    private final KeyStore issuers;

    /**
     * @param limit for connecting, and for each answer
     * @param issuers that are trusted; null: those that Java trusts
     */
    Certificates(Duration limit, Clock clock, KeyStore issuers) {
        this.limit = limit;
        this.clock = clock;
        this.issuers = issuers;
    }

    public List<Finding> look(String check, Migration migration) {
        Set<String> urls = new LinkedHashSet<>();
        if (migration.checks().agentApp() != null) {
            urls.add(migration.checks().agentApp().url());
        }
        migration.checks().portals().forEach(portal -> urls.add(portal.url()));
        return urls.isEmpty()
                ? List.of(new Finding(check, check, Severity.WARNING, "not looked at: the migration file names no address", "Give checks.agent-app and checks.portals.", "host"))
                : look(check, urls);
    }

    List<Finding> look(String check, Collection<String> urls) {
        return urls.stream().map(url -> look(check, URI.create(url))).toList();
    }

    private Finding look(String check, URI url) {
        String host = url.getHost();
        if (!"https".equalsIgnoreCase(url.getScheme())) {
            return new Finding(check, url.toString(), Severity.WARNING, url + " is not encrypted: it begins with http", "Use https.", "host");
        }
        Chain chain = new Chain(trusted(issuers));
        int port = url.getPort() < 0 ? 443 : url.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
            plain.setSoTimeout((int) limit.toMillis());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {chain}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                socket.startHandshake();
            }
            return judge(check, url.toString(), host, chain);
        } catch (IOException e) {
            Cause cause = Cause.of(e);
            return new Finding(check, url.toString(), Severity.WARNING, "The certificate of " + url + " could not be seen; found: " + cause.found(), "It may answer only after the cutover; look again then. " + cause.advice(), "host");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS: " + e.getMessage(), e);
        }
    }

    private Finding judge(String check, String url, String host, Chain chain) {
        X509Certificate own = chain.certificates[0];
        LocalDate until = LocalDate.ofInstant(own.getNotAfter().toInstant(), ZoneOffset.UTC);
        String issuer = own.getIssuerX500Principal().getName();
        String renew = "Renew or correct the certificate: valid, for this name, from an issuer that every browser trusts.";
        if (own.getNotAfter().toInstant().isBefore(clock.instant())) {
            return new Finding(check, url, Severity.FAILED, "The certificate of " + url + " expired on " + until, renew, "host");
        }
        if (!covers(own, host)) {
            return new Finding(check, url, Severity.FAILED, "The certificate of " + url + " is for " + String.join(", ", names(own)) + ", not for " + host, renew, "host");
        }
        if (chain.untrusted != null) {
            return new Finding(check, url, Severity.FAILED, "The certificate of " + url + " is from an issuer that is not trusted here (" + issuer + ")", renew, "host");
        }
        if (own.getNotAfter().toInstant().isBefore(clock.instant().plus(SOON))) {
            return new Finding(check, url, Severity.WARNING, "The certificate of " + url + " expires on " + until, "Renew it before, or see that it renews itself.", "host");
        }
        return new Finding(check, url, Severity.OK, "The certificate of " + url + " is valid until " + until + ", from " + issuer, null, null);
    }

    /** By its subject alternative names; a star stands for one label (RFC 6125, 6.4.3). */
    static boolean covers(X509Certificate certificate, String host) {
        String wanted = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        return names(certificate).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals(wanted) || name.startsWith("*.") && wanted.indexOf('.') > 0 && wanted.substring(wanted.indexOf('.')).equals(name.substring(1)));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> name : certificate.getSubjectAlternativeNames()) {
                    if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
                        names.add(name.get(1).toString());
                    }
                }
            }
        } catch (CertificateException e) {
            names.add("names that cannot be read");
        }
        return names.isEmpty() ? List.of("no name") : names;
    }

    private static X509TrustManager trusted(KeyStore issuers) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(issuers);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("This Java trusts no issuer at all.");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The issuers that this Java trusts cannot be read: " + e.getMessage(), e);
        }
    }

    /** Takes any certificate, so that it can be looked at; nothing but the handshake goes over the connection. */
    private static final class Chain implements X509TrustManager {
        private final X509TrustManager trusted;
        private X509Certificate[] certificates;
        private CertificateException untrusted;

        Chain(X509TrustManager trusted) {
            this.trusted = trusted;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            certificates = chain;
            try {
                trusted.checkServerTrusted(chain, authType);
            } catch (CertificateException e) {
                untrusted = e;
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("This is no server.");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trusted.getAcceptedIssuers();
        }
    }
}
