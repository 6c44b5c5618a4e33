package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates by the name that a client asks for, read again while connections go on. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
@TestProfile(TlsTest.WithCertificates.class)
class TlsTest {
    private static final String FIRST = "first.demo.localhost";
    private static final String SECOND = "second.demo.localhost";

    public static class WithCertificates extends NarrowDoor {
        static final Path FOLDER = Path.of("target", "certificates");

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.createDirectories(FOLDER);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("mayfly.edge.transport.head-within", "8s");
            settings.put("quarkus.http.test-ssl-port", "0");
            settings.put("quarkus.http.insecure-requests", "enabled");
            settings.put("quarkus.http.tls-configuration-name", "functions");
            settings.put("quarkus.tls.functions.key-store.sni", "true");
            settings.put("quarkus.tls.functions.reload-period", "1h");
            for (String name : List.of("first", "second")) {
                Certificates.write(FOLDER, name, name + ".demo.localhost");
                String key = "quarkus.tls.functions.key-store.pem." + name;
                settings.put(key + ".cert", FOLDER.resolve(name + ".crt").toString());
                settings.put(key + ".key", FOLDER.resolve(name + ".key").toString());
            }
            return settings;
        }
    }

    @Inject
    Edge edge;

    @Inject
    TlsConfigurationRegistry certificates;

    @Inject
    Event<CertificateUpdatedEvent> updated;

    @TestHTTPResource(value = "/", tls = true)
    URI door;

    @BeforeEach
    void functions() {
        for (String name : List.of("first", "second"))
            edge.scripted(name, (request, client) -> {
                int at = request.headers().indexOf("mayfly-client-ip");
                return answer(
                        client,
                        200,
                        request.url() + " from " + request.headers().get(at + 1));
            });
    }

    @ParameterizedTest
    @CsvSource({FIRST + ", CN=" + FIRST, SECOND + ", CN=" + SECOND, "nobody.example.com, CN=" + FIRST})
    void eachNameHasItsCertificate(String name, String subject) throws Exception {
        try (SSLSocket tls = over(plain("127.0.0.1"), name, "http/1.1")) {
            assertThat(subject(tls)).isEqualTo(subject);
        }
    }

    @Test
    void clientsChooseHowTheySpeak() throws Exception {
        try (SSLSocket both = over(plain("127.0.0.1"), FIRST, "h2", "http/1.1");
                SSLSocket old = over(plain("127.0.0.1"), FIRST, "http/1.1")) {
            assertThat(both.getApplicationProtocol()).isEqualTo("h2");
            assertThat(old.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(asked(old, SECOND)).endsWith("https://" + SECOND + "/ from 127.0.0.1");
        }
    }

    @Test
    void changedFilesServeThoseWhoComeAndNobodyIsCutOff() throws Exception {
        TlsConfiguration functions = certificates.get("functions").orElseThrow();
        Certificates.write(WithCertificates.FOLDER, "next", SECOND);
        try (SSLSocket before = over(plain("127.0.0.1"), SECOND, "http/1.1")) {
            for (String kind : List.of(".crt", ".key"))
                Files.copy(
                        WithCertificates.FOLDER.resolve("next" + kind),
                        WithCertificates.FOLDER.resolve("second" + kind),
                        StandardCopyOption.REPLACE_EXISTING);
            // What the period does when it is over.
            assertThat(functions.reload()).isTrue();
            updated.fire(new CertificateUpdatedEvent("functions", functions));
            Edge.await(() -> !serial(SECOND).equals(serial(before)));
            assertThat(asked(before, SECOND)).contains("200 OK");
        }
    }

    @Test
    void filesThatCannotBeReadChangeNothing() throws Exception {
        TlsConfiguration functions = certificates.get("functions").orElseThrow();
        Path file = WithCertificates.FOLDER.resolve("first.crt");
        String sound = Files.readString(file);
        try {
            Files.writeString(file, sound.substring(0, sound.length() / 2));
            boolean reloaded;
            try {
                reloaded = functions.reload();
            } catch (RuntimeException unreadable) {
                reloaded = false;
            }
            assertThat(reloaded).isFalse();
            assertThat(serial(FIRST)).isNotEmpty();
        } finally {
            Files.writeString(file, sound);
        }
    }

    @Test
    void silentClientOfTlsIsClosed() throws Exception {
        try (Socket silent = plain("127.0.0.1")) {
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void proxySpeaksBeforeTls() throws Exception {
        Socket proxy = plain("127.0.0.7");
        proxy.getOutputStream()
                .write("PROXY TCP4 203.0.113.9 192.0.2.1 5000 443\r\n".getBytes(StandardCharsets.ISO_8859_1));
        try (SSLSocket tls = over(proxy, FIRST, "http/1.1")) {
            assertThat(asked(tls, FIRST)).endsWith("https://" + FIRST + "/ from 203.0.113.9");
        }
    }

    private Socket plain(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", door.getPort()));
        socket.setSoTimeout((int) Edge.PATIENCE.toMillis());
        return socket;
    }

    private static SSLSocket over(Socket plain, String name, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, name, 443, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(protocols);
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static String asked(SSLSocket tls, String host) throws IOException {
        tls.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                        .formatted(host)
                        .getBytes(StandardCharsets.ISO_8859_1));
        return new String(tls.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static X509Certificate certificate(SSLSocket tls) throws IOException {
        return (X509Certificate) tls.getSession().getPeerCertificates()[0];
    }

    private static String subject(SSLSocket tls) throws IOException {
        return certificate(tls).getSubjectX500Principal().getName();
    }

    private static String serial(SSLSocket tls) {
        try {
            return certificate(tls).getSerialNumber().toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String serial(String name) {
        try (SSLSocket tls = over(plain("127.0.0.1"), name, "http/1.1")) {
            return serial(tls);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
