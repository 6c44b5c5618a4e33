package dev.mayfly.edge.regions;

import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.edge.geography.Whereabouts;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What routers tell each other in headers, sealed with a key made of the platform's token: beside the certificate of the connection, a second
 * line. The seal holds for one request, and for a minute.
 */
final class PeerSeal {
    static final String SEAL = "mayfly-peer";
    static final String HOPS = "mayfly-hops";
    static final String DEADLINE = "mayfly-deadline";
    static final String CLIENT = "mayfly-client-ip";
    static final String SCHEME = "mayfly-client-scheme";
    static final String COUNTRY = "cf-ipcountry";
    static final String CF = "mayfly-cf";

    /** What a client sends under these names is not passed on. */
    static final Set<String> NAMES = Set.of(SEAL, HOPS, DEADLINE, CLIENT, SCHEME, COUNTRY, CF);

    static final Duration VALID = Duration.ofMinutes(1);
    private static final int HOPS_LENGTH_MAX = 1024;
    private static final int MAC_BYTES = 16;
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final InstantSource clock;

    PeerSeal(String platformToken, InstantSource clock) {
        this.key = new SecretKeySpec(TokenText.hash("mayfly-peer " + platformToken), MAC);
        this.clock = clock;
    }

    /** @param asked method, host and target */
    void write(Told told, String asked, MultiMap to) {
        to.set(HOPS, String.join(",", told.hops()));
        to.set(DEADLINE, Long.toString(told.deadlineMs()));
        to.set(CLIENT, told.client());
        to.set(SCHEME, told.scheme());
        told.whereabouts().country().ifPresent(country -> to.set(COUNTRY, country));
        to.set(CF, told.whereabouts().cf());
        String at = Long.toString(clock.instant().getEpochSecond());
        to.set(SEAL, at + "." + mac(at, asked, to));
    }

    /** Empty when no router of the platform told it of this request, or it was too long ago. */
    Optional<Told> read(String asked, MultiMap from) {
        String seal = text(from, SEAL);
        int dot = seal.indexOf('.');
        if (dot <= 0 || !seal.substring(0, dot).matches("[0-9]{1,12}")) return Optional.empty();
        String at = seal.substring(0, dot);
        if (!MessageDigest.isEqual(bytes(mac(at, asked, from)), bytes(seal.substring(dot + 1))))
            return Optional.empty();
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(at)), clock.instant());
        if (age.abs().compareTo(VALID) > 0 || text(from, HOPS).length() > HOPS_LENGTH_MAX) return Optional.empty();
        List<String> hops = List.of(text(from, HOPS).split(",", -1));
        if (!hops.stream().allMatch(hop -> Placement.REGION.matcher(hop).matches())) return Optional.empty();
        String country = text(from, COUNTRY);
        return Optional.of(new Told(
                hops,
                text(from, CLIENT),
                text(from, SCHEME),
                new Whereabouts(country.isEmpty() ? Optional.empty() : Optional.of(country), text(from, CF)),
                Long.parseLong(text(from, DEADLINE))));
    }

    /** Parts cannot run into each other: each has its length before it. */
    private String mac(String at, String asked, MultiMap headers) {
        StringBuilder said = new StringBuilder();
        part(said, at);
        part(said, asked);
        for (String name : List.of(HOPS, DEADLINE, CLIENT, SCHEME, COUNTRY, CF)) part(said, text(headers, name));
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(bytes(said.toString())), 0, MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    private static void part(StringBuilder said, String text) {
        said.append(text.length()).append(':').append(text);
    }

    private static String text(MultiMap headers, String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
