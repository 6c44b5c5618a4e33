package dev.mayfly.edge.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.edge.Anybody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;

/**
 * An authority that speaks ACME (RFC 8555), as far as an order goes, of which it asks for the first name over HTTP-01 and for the others over TLS-ALPN-01: it believes no request that is not signed by the account, with a nonce of
 * its own, and looks itself whether names lead to whom it is told. The first order it refuses, the second certificate is about to end.
 */
final class ScriptedAuthority implements AutoCloseable {
    static final String ISSUER = "CN=Scripted Authority";
    private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";
    private static final Base64.Decoder URL = Base64.getUrlDecoder();

    private final HttpServer server;
    private final ExecutorService answering = Executors.newSingleThreadExecutor(ScriptedAuthority::thread);
    private final int door;
    private final int tlsDoor;
    private final KeyPair own;
    private final Set<String> nonces = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final List<Ordered> orders = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private volatile PublicJsonWebKey account;

    private static final class Ordered {
        private final List<String> names;
        private final String[] states;
        private volatile String chain = "";

        Ordered(List<String> names) {
            this.names = names;
            this.states = new String[names.size()];
            Arrays.fill(states, "pending");
        }

        String status() {
            if (!chain.isEmpty()) return "valid";
            List<String> all = List.of(states);
            if (all.contains("invalid")) return "invalid";
            return all.stream().allMatch("valid"::equals) ? "ready" : "pending";
        }
    }

    /** @param door where the names lead, on this machine */
    ScriptedAuthority(int door, int tlsDoor) throws Exception {
        this.door = door;
        this.tlsDoor = tlsDoor;
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        own = keys.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::answer);
        server.setExecutor(answering);
        server.start();
    }

    /** Vert.x looks for who reads its JSON where the thread that is the first to ask looks for classes. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "scripted-authority");
        thread.setContextClassLoader(JsonObject.class.getClassLoader());
        return thread;
    }

    String directory() {
        return url("directory");
    }

    int orders() {
        return orders.size();
    }

    /** What it could not believe. */
    List<String> complaints() {
        return complaints;
    }

    private String url(String path) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String nonce = "nonce-" + count.incrementAndGet();
        nonces.add(nonce);
        exchange.getResponseHeaders().set("Replay-Nonce", nonce);
        byte[] sent = exchange.getRequestBody().readAllBytes();
        try {
            if (path.equals("directory")) send(exchange, 200, directoryText());
            else if (path.equals("nonce")) exchange.sendResponseHeaders(200, -1);
            else act(exchange, path.split("/"), heard(sent, path));
        } catch (Exception e) {
            complaints.add(path + ": " + e);
            exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
            send(
                    exchange,
                    400,
                    new JsonObject()
                            .put("type", "urn:ietf:params:acme:error:malformed")
                            .put("detail", String.valueOf(e.getMessage()))
                            .encode());
        } finally {
            exchange.close();
        }
    }

    private String directoryText() {
        return new JsonObject()
                .put("newNonce", url("nonce"))
                .put("newAccount", url("account"))
                .put("newOrder", url("order"))
                .put("meta", new JsonObject().put("termsOfService", url("terms")))
                .encode();
    }

    private JsonObject heard(byte[] body, String path) throws Exception {
        JsonObject sent = new JsonObject(new String(body, StandardCharsets.UTF_8));
        JsonObject head = new JsonObject(new String(URL.decode(sent.getString("protected")), StandardCharsets.UTF_8));
        if (!nonces.remove(head.getString("nonce"))) throw new IllegalArgumentException("a nonce is good once");
        if (!head.getString("url").equals(url(path))) throw new IllegalArgumentException("signed for another address");
        PublicJsonWebKey key = head.containsKey("jwk")
                ? PublicJsonWebKey.Factory.newPublicJwk(
                        head.getJsonObject("jwk").encode())
                : account;
        if (path.equals("account")) account = key;
        JsonWebSignature signature = new JsonWebSignature();
        signature.setCompactSerialization(
                sent.getString("protected") + "." + sent.getString("payload") + "." + sent.getString("signature"));
        signature.setKey(key.getPublicKey());
        if (!signature.verifySignature()) throw new IllegalArgumentException("not signed by the account");
        String payload = new String(URL.decode(sent.getString("payload")), StandardCharsets.UTF_8);
        return payload.isEmpty() ? new JsonObject() : new JsonObject(payload);
    }

    private void act(HttpExchange exchange, String[] path, JsonObject said) throws Exception {
        int order = path.length > 1 ? Integer.parseInt(path[1]) : orders.size();
        switch (path[0]) {
            case "account" -> {
                if (!said.getBoolean("termsOfServiceAgreed", false)) throw new IllegalArgumentException("terms");
                exchange.getResponseHeaders().set("Location", url("account/0"));
                send(exchange, 201, new JsonObject().put("status", "valid").encode());
            }
            case "order" -> {
                if (path.length == 1)
                    orders.add(new Ordered(said.getJsonArray("identifiers").stream()
                            .map(identifier -> ((JsonObject) identifier).getString("value"))
                            .toList()));
                exchange.getResponseHeaders().set("Location", url("order/" + order));
                send(exchange, path.length == 1 ? 201 : 200, order(order));
            }
            case "authorization" -> send(exchange, 200, authorization(order, Integer.parseInt(path[2])));
            case "challenge" -> {
                int name = Integer.parseInt(path[2]);
                orders.get(order).states[name] = order > 0 && leadsThere(order, name) ? "valid" : "invalid";
                exchange.getResponseHeaders()
                        .set("Link", "<%s>;rel=\"up\"".formatted(url("authorization/%d/%d".formatted(order, name))));
                send(exchange, 200, challenge(order, name).encode());
            }
            case "finalize" -> {
                orders.get(order).chain = certificate(order, URL.decode(said.getString("csr")));
                exchange.getResponseHeaders().set("Location", url("order/" + order));
                send(exchange, 200, order(order));
            }
            case "certificate" -> {
                exchange.getResponseHeaders().set("Content-Type", "application/pem-certificate-chain");
                send(exchange, 200, orders.get(order).chain);
            }
            default -> throw new IllegalArgumentException("no such thing");
        }
    }

    private String order(int number) {
        Ordered order = orders.get(number);
        JsonArray identifiers = new JsonArray();
        JsonArray authorizations = new JsonArray();
        for (int i = 0; i < order.names.size(); i++) {
            identifiers.add(new JsonObject().put("type", "dns").put("value", order.names.get(i)));
            authorizations.add(url("authorization/%d/%d".formatted(number, i)));
        }
        JsonObject told = new JsonObject()
                .put("status", order.status())
                .put("identifiers", identifiers)
                .put("authorizations", authorizations)
                .put("finalize", url("finalize/" + number));
        if (!order.chain.isEmpty()) told.put("certificate", url("certificate/" + number));
        return told.encode();
    }

    private String authorization(int order, int name) {
        return new JsonObject()
                .put("status", orders.get(order).states[name])
                .put(
                        "identifier",
                        new JsonObject()
                                .put("type", "dns")
                                .put("value", orders.get(order).names.get(name)))
                .put("challenges", new JsonArray().add(challenge(order, name)))
                .encode();
    }

    private JsonObject challenge(int order, int name) {
        return new JsonObject()
                .put("type", name == 0 ? "http-01" : "tls-alpn-01")
                .put("url", url("challenge/%d/%d".formatted(order, name)))
                .put("status", orders.get(order).states[name])
                .put("token", token(order, name));
    }

    private static String token(int order, int name) {
        return "token-%d_%d".formatted(order, name);
    }

    /** As a client from anywhere sees it. */
    private boolean leadsThere(int order, int name) throws Exception {
        String token = token(order, name);
        if (name > 0) return leadsThereByTls(orders.get(order).names.get(name), token);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), door)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET /.well-known/acme-challenge/%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                    .formatted(token, orders.get(order).names.get(name)))
                            .getBytes(StandardCharsets.US_ASCII));
            String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String expected = token + "." + account.calculateBase64urlEncodedThumbprint("SHA-256");
            if (heard.startsWith("HTTP/1.1 200") && heard.endsWith("\r\n\r\n" + expected)) return true;
            complaints.add("a name leads elsewhere: " + heard);
            return false;
        }
    }

    /** RFC 8737 3. */
    private boolean leadsThereByTls(String name, String token) throws Exception {
        try (SSLSocket socket = asked(tlsDoor, name, "acme-tls/1")) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((token + "." + account.calculateBase64urlEncodedThumbprint("SHA-256"))
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] expected = new DEROctetString(new DEROctetString(hash)).getEncoded();
            boolean right = socket.getApplicationProtocol().equals("acme-tls/1")
                    && Arrays.equals(expected, shown.getExtensionValue(ACME_IDENTIFIER))
                    && shown.getCriticalExtensionOIDs().contains(ACME_IDENTIFIER)
                    && shown.getSubjectAlternativeNames().stream()
                            .allMatch(is -> is.get(1).equals(name));
            if (!right) complaints.add("a name leads elsewhere: " + shown);
            return right;
        }
    }

    /** A connection whose TLS is agreed on. */
    static SSLSocket asked(int door, String name, String... protocols) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), door);
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private String certificate(int order, byte[] csr) throws Exception {
        var asked = new JcaPKCS10CertificationRequest(csr);
        if (!asked.isSignatureValid(new JcaContentVerifierProviderBuilder().build(asked.getPublicKey())))
            throw new IllegalArgumentException("the request for a certificate is not signed");
        Instant now = Instant.now();
        GeneralName[] names = orders.get(order).names.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
        byte[] der = new JcaX509v3CertificateBuilder(
                        new X500Principal(ISSUER),
                        BigInteger.valueOf(order),
                        Date.from(now.minus(Duration.ofDays(80))),
                        Date.from(now.plus(Duration.ofDays(order == 1 ? 3 : 90))),
                        new X500Principal("CN=" + orders.get(order).names.getFirst()),
                        asked.getPublicKey())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(own.getPrivate()))
                .getEncoded();
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(der));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!exchange.getResponseHeaders().containsKey("Content-Type"))
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        // Flushed by its end alone.
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        answering.shutdownNow();
    }
}
