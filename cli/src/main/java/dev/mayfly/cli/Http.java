package dev.mayfly.cli;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The clients of this process; they end with it, and follow no redirects. */
final class Http {
    private Http() {}

    private static final class Secure {
        static final HttpClient CLIENT = builder().build();
    }

    /** Reading the certificates that the JDK trusts takes a good part of a command's time, and this one needs none. */
    private static final class Plain {
        static final HttpClient CLIENT = builder().sslContext(trustingNobody()).build();

        private static SSLContext trustingNobody() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[0], null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has TLS", e);
            }
        }
    }

    static HttpClient client(URI to) {
        return "http".equals(to.getScheme()) ? Plain.CLIENT : Secure.CLIENT;
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10));
    }
}
