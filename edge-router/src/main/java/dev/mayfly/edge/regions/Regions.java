package dev.mayfly.edge.regions;

import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.faults.Endpoints;
import dev.mayfly.edge.faults.FaultsConfig;
import dev.mayfly.edge.place.Point;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** All regions, as the settings have them. Without any, all requests are answered where they come in. A setting that cannot be right stops the start. */
@Singleton
public class Regions {
    private static final int REGIONS_MAX = 64;
    private static final int URLS_MAX = 16;

    private final String own;
    private final Optional<Point> here;
    private final int weight;
    private final Map<String, Region> others = new TreeMap<>();

    @Inject
    Regions(EdgeConfig config, PlatformToken token) {
        this(
                config.geography().region(),
                config.regions(),
                config.peers(),
                config.faults(),
                token.value().isPresent());
    }

    Regions(
            String own,
            Map<String, RegionConfig> regions,
            PeersConfig peers,
            FaultsConfig faults,
            boolean sharedSecret) {
        this.own = own;
        RegionConfig mine = regions.get(own);
        this.here = Optional.ofNullable(mine).map(region -> point(own, region));
        this.weight = mine == null ? 1 : mine.weight();
        if (regions.isEmpty()) return;
        if (mine == null)
            throw new IllegalArgumentException(
                    "mayfly.edge.regions has %s, but not this router's own, which mayfly.edge.geography.region calls %s"
                            .formatted(String.join(", ", new TreeMap<>(regions).keySet()), own));
        if (regions.size() > REGIONS_MAX)
            throw new IllegalArgumentException("mayfly.edge.regions has more than %d regions".formatted(REGIONS_MAX));
        regions.forEach((name, region) -> {
            if (!name.equals(own)) others.put(name, region(name, region, peers, faults));
        });
        if (!others.isEmpty()) check(peers, sharedSecret);
    }

    /** Whether there are others. */
    public boolean isOn() {
        return !others.isEmpty();
    }

    public String own() {
        return own;
    }

    Optional<Region> other(String name) {
        return Optional.ofNullable(others.get(name));
    }

    Iterable<Region> others() {
        return others.values();
    }

    /** Those of the others, for people. */
    String names() {
        return String.join(", ", others.keySet());
    }

    /** For people: how each of the others stands, such as {@code hnd away, iad well}. */
    public String standings() {
        return others.values().stream()
                .map(region -> region.candidate(System.nanoTime()))
                .map(region -> region.name() + " " + region.standing())
                .collect(Collectors.joining(", "));
    }

    /** Where this one is. */
    Optional<Point> here() {
        return here;
    }

    int weight() {
        return weight;
    }

    private static void check(PeersConfig peers, boolean sharedSecret) {
        if (peers.port().isEmpty())
            throw new IllegalArgumentException(
                    "mayfly.edge.peers.port is missing: where there are other regions, their routers must reach this one");
        if (peers.plaintext() && !PeerUrl.isLoopback(peers.host()))
            throw new IllegalArgumentException(
                    "mayfly.edge.peers.plaintext is for one machine alone, and mayfly.edge.peers.host is %s; it can be 127.0.0.1"
                            .formatted(peers.host()));
        if (!sharedSecret)
            throw new IllegalArgumentException(
                    "mayfly.bindings.platform-token is missing: by it routers of different regions know each other");
    }

    private static Region region(String name, RegionConfig region, PeersConfig peers, FaultsConfig faults) {
        if (!Placement.REGION.matcher(name).matches())
            throw new IllegalArgumentException(
                    "mayfly.edge.regions has a region \"%s\"; names have 1 to 32 letters, digits and dashes"
                            .formatted(name));
        if (region.weight() < 1 || region.weight() > 1000)
            throw wrong(name, "weight", Integer.toString(region.weight()), "1 to 1000");
        List<String> urls = region.urls().orElse(List.of());
        if (urls.isEmpty())
            throw new IllegalArgumentException(
                    "mayfly.edge.regions.%s.urls is missing: where its routers listen for other regions"
                            .formatted(name));
        if (urls.size() > URLS_MAX) throw wrong(name, "urls", urls.size() + " addresses", "at most " + URLS_MAX);
        List<Peer> routers = urls.stream()
                .map(text -> new Peer(name, url(name, text, peers)))
                .toList();
        return new Region(
                name,
                point(name, region),
                region.weight(),
                new Endpoints<>(
                        routers,
                        faults,
                        System::nanoTime,
                        () -> ThreadLocalRandom.current().nextLong()));
    }

    private static PeerUrl url(String name, String text, PeersConfig peers) {
        PeerUrl url = PeerUrl.parse(text)
                .orElseThrow(() -> wrong(name, "urls", text, "addresses such as https://fra.example.com:8444"));
        if (url.secure() == peers.plaintext())
            throw wrong(
                    name,
                    "urls",
                    text,
                    peers.plaintext()
                            ? "http, as mayfly.edge.peers.plaintext is set"
                            : "https; http only on one machine, with mayfly.edge.peers.plaintext=true");
        if (!url.secure() && !url.isLoopback())
            throw wrong(name, "urls", text, "addresses of this machine, as mayfly.edge.peers.plaintext is set");
        return url;
    }

    private static Point point(String name, RegionConfig region) {
        try {
            return new Point(region.latitude(), region.longitude());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mayfly.edge.regions.%s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static IllegalArgumentException wrong(String name, String key, String value, String right) {
        return new IllegalArgumentException(
                "mayfly.edge.regions.%s.%s is \"%s\"; it takes %s".formatted(name, key, value, right));
    }
}
