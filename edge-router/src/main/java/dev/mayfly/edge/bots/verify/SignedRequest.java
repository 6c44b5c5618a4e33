package dev.mayfly.edge.bots.verify;

import dev.mayfly.edge.bots.verify.StructuredFields.Item;
import dev.mayfly.edge.bots.verify.StructuredFields.Malformed;
import dev.mayfly.edge.ingress.IncomingRequest;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request with a signature of Web Bot Auth (RFC 9421 with the tag {@code web-bot-auth}): who is said to have signed it, what was
 * signed, and for how long. Nothing of it is proved before {@link #isSignedBy}.
 *
 * @param signer origin of the key directory, from {@code Signature-Agent}
 * @param base what was signed
 * @param created and {@code expires}: seconds since 1970
 */
record SignedRequest(
        String signer,
        String keyId,
        Optional<String> nonce,
        long created,
        long expires,
        String base,
        byte[] signature) {
    static final String TAG = "web-bot-auth";
    private static final int SIGNATURE_BYTES = 64;
    private static final int NONCE_MAX = 128;

    /** Which dictionary member of {@code Signature-Agent} a signature covers. */
    private static final String KEY = "key";

    /** Empty where there is no such signature, or none that could be checked. */
    static Optional<SignedRequest> read(IncomingRequest request, MultiMap headers) {
        List<String> inputs = headers.getAll("signature-input");
        if (inputs.isEmpty()) return Optional.empty();
        try {
            Map<String, Item> signatures = StructuredFields.dictionary(String.join(", ", headers.getAll("signature")));
            for (Map.Entry<String, Item> input :
                    StructuredFields.dictionary(String.join(", ", inputs)).entrySet()) {
                Item signature = signatures.get(input.getKey());
                if (signature != null
                        && TAG.equals(input.getValue().parameters().get("tag")))
                    return read(request, headers, input.getValue(), signature);
            }
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** The origin that a request says its keys are at, whether or not it is signed. */
    static Optional<String> agent(MultiMap headers) {
        List<String> agents = headers.getAll("signature-agent");
        if (agents.isEmpty()) return Optional.empty();
        String text = String.join(", ", agents);
        try {
            if (text.strip().startsWith("\""))
                return text(StructuredFields.item(text).value());
            Map<String, Item> members = StructuredFields.dictionary(text);
            return members.size() == 1 ? text(members.values().iterator().next().value()) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<SignedRequest> read(IncomingRequest request, MultiMap headers, Item input, Item signature)
            throws Malformed {
        Map<String, Object> parameters = input.parameters();
        if (!(input.value() instanceof List<?> components)
                || !(signature.value() instanceof byte[] bytes)
                || bytes.length != SIGNATURE_BYTES
                || !(parameters.get("keyid") instanceof String keyId)
                || !(parameters.get("created") instanceof Long created)
                || !(parameters.get("expires") instanceof Long expires)
                || !"ed25519".equals(parameters.getOrDefault("alg", "ed25519"))) return Optional.empty();
        Optional<String> nonce = text(parameters.getOrDefault("nonce", 0L));
        boolean readable = nonce.isPresent() && nonce.get().length() <= NONCE_MAX;
        if (parameters.containsKey("nonce") && !readable) return Optional.empty();
        StringBuilder base = new StringBuilder();
        Set<String> covered = new HashSet<>();
        Optional<String> signer = agent(headers);
        for (Object component : components) {
            if (!(component instanceof Item item) || !(item.value() instanceof String name)) return Optional.empty();
            Optional<String> value =
                    name.equals("signature-agent") && item.parameters().containsKey(KEY)
                            ? memberOfAgent(headers, item.parameters())
                            : item.parameters().isEmpty() ? value(name, request, headers) : Optional.empty();
            if (value.isEmpty() || !covered.add(name)) return Optional.empty();
            base.append(item.raw()).append(": ").append(value.get()).append('\n');
            if (name.equals("signature-agent") && item.parameters().containsKey(KEY))
                signer = text(StructuredFields.item(value.get()).value());
        }
        base.append("\"@signature-params\": ").append(input.raw());
        boolean bound = (covered.contains("@authority") || covered.contains("@target-uri"))
                && covered.contains("signature-agent");
        if (!bound || signer.isEmpty()) return Optional.empty();
        return Optional.of(new SignedRequest(signer.get(), keyId, nonce, created, expires, base.toString(), bytes));
    }

    private static Optional<String> memberOfAgent(MultiMap headers, Map<String, Object> parameters) throws Malformed {
        if (parameters.size() != 1 || !(parameters.get(KEY) instanceof String key)) return Optional.empty();
        Item member = StructuredFields.dictionary(String.join(", ", headers.getAll("signature-agent")))
                .get(key);
        return member == null ? Optional.empty() : Optional.of(member.raw());
    }

    /** RFC 9421 2.1, 2.2. Empty: there is none, or it is of a kind that is not read here. */
    private static Optional<String> value(String name, IncomingRequest request, MultiMap headers) {
        return switch (name) {
            case "@authority" -> Optional.of(authority(request));
            case "@method" -> Optional.of(request.method());
            case "@scheme" -> Optional.of(request.scheme());
            case "@path" -> Optional.of(request.path());
            case "@query" -> Optional.of(request.query().isEmpty() ? "?" : request.query());
            case "@request-target" -> Optional.of(request.path() + request.query());
            case "@target-uri" ->
                Optional.of(request.scheme() + "://" + authority(request) + request.path() + request.query());
            default -> {
                if (name.startsWith("@") || !name.equals(name.toLowerCase(Locale.ROOT))) yield Optional.empty();
                List<String> values = headers.getAll(name);
                yield values.isEmpty()
                        ? Optional.empty()
                        : Optional.of(values.stream().map(String::strip).collect(Collectors.joining(", ")));
            }
        };
    }

    private static String authority(IncomingRequest request) {
        boolean plain = request.authority().port().equals(request.scheme().equals("https") ? "443" : "80");
        return plain ? request.authority().host() : request.authority().toString();
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    boolean isSignedBy(PublicKey key) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(base.getBytes(StandardCharsets.ISO_8859_1));
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
