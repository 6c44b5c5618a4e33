package dev.mayfly.isolates.worker.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A JSON Web Key (RFC 7517): its members as text. */
record Jwk(Map<String, String> members) implements KeyData {
    /** The order in which the prelude gives them. */
    private static final List<String> MEMBERS = List.of(
            "alg", "crv", "d", "dp", "dq", "e", "ext", "k", "key_ops", "kty", "n", "oth", "p", "q", "qi", "use", "x",
            "y");

    static Jwk of(Arguments a) {
        var members = new HashMap<String, String>();
        for (var name : MEMBERS) {
            var value = a.optionalText();
            if (value != null) members.put(name, value);
        }
        return new Jwk(members);
    }

    /** What was wrapped as a JSON Web Key, which must at least look like an object. */
    static String textOf(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (!text.startsWith("{")) throw Refusal.data("What was wrapped is no JSON Web Key");
        return text;
    }

    boolean has(String member) {
        return members.containsKey(member);
    }

    String text(String member) {
        var value = members.get(member);
        if (value == null) throw Refusal.data("The JSON Web Key lacks " + member);
        return value;
    }

    /** Checks what all kinds of keys have in common. @param use that a key with usages may say it has */
    void check(String kty, String use, NewKey wanted) {
        if (!text("kty").equals(kty)) throw Refusal.data("kty of the JSON Web Key must be " + kty);
        if (!wanted.usages().isEmpty() && !use.equals(members.getOrDefault("use", use))) {
            throw Refusal.data("use of the JSON Web Key must be " + use);
        }
        if (has("key_ops")) checkOperations(wanted.usages());
        if (wanted.extractable() && "false".equals(members.get("ext"))) {
            throw Refusal.data("ext of the JSON Web Key says that it is not extractable");
        }
    }

    private void checkOperations(Usages wanted) {
        var operations = text("key_ops").isEmpty()
                ? List.<String>of()
                : List.of(text("key_ops").split("\n", -1));
        if (new HashSet<>(operations).size() != operations.size())
            throw Refusal.data("key_ops of the JSON Web Key names one twice");
        if (!Usages.of(operations.toArray(String[]::new)).contains(wanted)) {
            throw Refusal.data("key_ops of the JSON Web Key must name all usages that are wanted");
        }
    }

    /** Where it names an algorithm, it must be one of these. */
    void checkAlgorithm(String... names) {
        if (has("alg") && !List.of(names).contains(text("alg"))) {
            throw Refusal.data("alg of the JSON Web Key must be " + String.join(" or ", names));
        }
    }

    byte[] bytes(String member) {
        try {
            var text = text(member);
            if (text.indexOf('=') >= 0) throw Refusal.data(member + " of the JSON Web Key is no base64url");
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.data(member + " of the JSON Web Key is no base64url");
        }
    }

    byte[] bytes(String member, int length) {
        var bytes = bytes(member);
        if (bytes.length != length)
            throw Refusal.data("%s of the JSON Web Key must have %d bytes".formatted(member, length));
        return bytes;
    }

    BigInteger number(String member) {
        if (text(member).length() > Encoded.BYTES_MAX) throw Refusal.data(member + " of the JSON Web Key is too long");
        return new BigInteger(1, bytes(member));
    }

    /** Writes one; the members come in the order of the alphabet, as the standard has it. */
    static final class Writer {
        private final SortedMap<String, String> members = new TreeMap<>();

        Writer(Key key, String kty) {
            members.put("ext", Boolean.toString(key.extractable()));
            members.put("key_ops", key.usages().json());
            with("kty", kty);
        }

        Writer with(String member, String value) {
            members.put(member, '"' + value + '"');
            return this;
        }

        Writer with(String member, byte[] value) {
            return with(member, Base64.getUrlEncoder().withoutPadding().encodeToString(value));
        }

        /** A positive number, without zeros before it. */
        Writer with(String member, BigInteger value) {
            var bytes = value.toByteArray();
            return with(member, bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
        }

        String json() {
            var json = new StringBuilder("{");
            members.forEach((member, value) -> json.append(json.length() == 1 ? "\"" : ",\"")
                    .append(member)
                    .append("\":")
                    .append(value));
            return json.append('}').toString();
        }
    }
}
