package dev.mayfly.edge.acme;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.edge.Anybody;
import dev.mayfly.edge.Edge;
import dev.mayfly.edge.EdgeResources;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A router that has its certificate from an authority. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
@QuarkusTestResource(value = AcmeTest.Authority.class, restrictToAnnotatedClass = true)
@TestProfile(AcmeTest.WithAnAuthority.class)
class AcmeTest {
    private static final int RENEWED = 2;
    private static ScriptedAuthority authority;

    /** A profile of its own, and nothing else in it. */
    public static class WithAnAuthority implements QuarkusTestProfile {}

    public static class Authority implements QuarkusTestResourceLifecycleManager {
        private Path folder;

        @Override
        public Map<String, String> start() {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket alsoFree = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int door = free.getLocalPort();
                int tlsDoor = alsoFree.getLocalPort();
                authority = new ScriptedAuthority(door, tlsDoor);
                folder = Files.createTempDirectory("acme");
                return Map.of(
                        "quarkus.http.test-port", Integer.toString(door),
                        "quarkus.http.test-ssl-port", Integer.toString(tlsDoor),
                        "quarkus.http.insecure-requests", "enabled",
                        "quarkus.http.tls-configuration-name", "acme",
                        "mayfly.edge.acme.directory", authority.directory(),
                        "mayfly.edge.acme.names", "one.example.net,two.example.net",
                        "mayfly.edge.acme.folder", folder.toString(),
                        "mayfly.edge.acme.terms-agreed", "true",
                        "mayfly.edge.acme.look-every", "200ms",
                        "mayfly.edge.acme.retry-after", "1ms");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void stop() {
            authority.close();
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @TestHTTPResource(value = "/", tls = true)
    URI door;

    /** Refused at first, then given one that must be renewed at once, then one that lasts. */
    @Test
    void certificateIsAskedForShownAndRenewed() throws Exception {
        Edge.await(() -> shown().map(shown -> shown.getSerialNumber().intValue() == RENEWED)
                .orElse(false));
        X509Certificate shown = shown().orElseThrow();
        assertThat(shown.getIssuerX500Principal().getName()).isEqualTo(ScriptedAuthority.ISSUER);
        assertThat(shown.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactlyInAnyOrder("one.example.net", "two.example.net");
        assertThat(authority.complaints()).isEmpty();
        assertThat(authority.orders()).isEqualTo(RENEWED + 1);
        try (var kept = Files.list(folder())) {
            assertThat(kept.filter(Files::isRegularFile).filter(file -> !file.endsWith("lock")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
        try (var expected = Files.list(folder().resolve("challenges"))) {
            assertThat(expected).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/acme-challenge/unknown",
        "/.well-known/acme-challenge/..%2faccount.pem",
        "/.well-known/acme-challenge/"
    })
    void whatTheAuthorityDidNotAskForIsAsEverythingElse(String path) {
        given().urlEncodingEnabled(false)
                .header("Host", "nobody.demo.localhost")
                .get(path)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.example.net | true | names",
                "no name | true | names",
                " | true | names",
                "one.example.net | false | terms-agreed",
            })
    void whatCannotBeRightStopsTheStart(String name, boolean agreed, String key) {
        AcmeConfig config = new Said(Optional.ofNullable(name).map(List::of), agreed, folder());
        assertThatThrownBy(() -> Asking.of(config)).hasMessageContaining("mayfly.edge.acme." + key);
    }

    /** Who speaks of it without being expected is closed, and who speaks of more is a client like others. */
    @Test
    void questionThatNobodyExpectsIsNotAnswered() throws Exception {
        assertThatThrownBy(() -> ScriptedAuthority.asked(door.getPort(), "other.example.net", "acme-tls/1"))
                .isInstanceOf(java.io.IOException.class);
        assertThat(ScriptedAuthority.asked(door.getPort(), "one.example.net", "acme-tls/1", "http/1.1")
                        .getApplicationProtocol())
                .isEqualTo("http/1.1");
    }

    private record Said(Optional<List<String>> names, boolean termsAgreed, Path where) implements AcmeConfig {
        @Override
        public Optional<URI> directory() {
            return Optional.of(URI.create("https://acme.example.com/directory"));
        }

        @Override
        public Optional<Path> folder() {
            return Optional.of(where);
        }

        @Override
        public List<Question> questions() {
            return List.of(Question.http);
        }

        @Override
        public Optional<String> email() {
            return Optional.empty();
        }

        @Override
        public java.time.Duration renewBefore() {
            return java.time.Duration.ZERO;
        }

        @Override
        public java.time.Duration lookEvery() {
            return java.time.Duration.ZERO;
        }

        @Override
        public java.time.Duration retryAfter() {
            return java.time.Duration.ZERO;
        }

        @Override
        public java.time.Duration retryMax() {
            return java.time.Duration.ZERO;
        }

        @Override
        public java.time.Duration patience() {
            return java.time.Duration.ZERO;
        }
    }

    private static Path folder() {
        return Path.of(ConfigProvider.getConfig().getValue("mayfly.edge.acme.folder", String.class));
    }

    /** What a client meets; nothing while none can be met. */
    private Optional<X509Certificate> shown() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", door.getPort())) {
                socket.startHandshake();
                return Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
            }
        } catch (Exception e) {
            return Optional.empty();
        }
    }
}
