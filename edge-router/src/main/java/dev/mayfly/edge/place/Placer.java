package dev.mayfly.edge.place;

import dev.mayfly.bindings.placement.Placement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Decides in which region a request is answered, of nothing but what it is given.
 *
 * <p>A function that names no regions runs where its request came in, and elsewhere only while that is too busy or leaving. One that names some
 * runs in the one nearest to the client; of those about equally near, in the one that its key falls on. Where none of them answers it runs
 * in one that it did not name: a name is a wish, and an answer from afar is better than none.
 */
public final class Placer {
    /** Regions no farther than this from the nearest are about equally near: 500 km are 5 ms there and back through glass. */
    static final double SAME_KM = 500;

    private final String own;
    private final double loadMax;

    /** @param loadMax above which a region is too busy, and passed over while another is not */
    public Placer(String own, double loadMax) {
        this.own = own;
        this.loadMax = loadMax;
    }

    /**
     * What becomes of a request.
     *
     * @param order of regions: the first is asked, the others should those before fail; empty when none answers
     * @param why that is the first
     */
    public record Placed(List<String> order, Why why) {
        public Optional<String> first() {
            return order.stream().findFirst();
        }
    }

    public enum Why {
        /** It came in there. */
        here,
        /** Nearest to the client, or to where it came in when nobody knows where the client is. */
        nearest,
        /** Its key falls on that one, among those about equally near. */
        affinity,
        /** Those before it are too busy. */
        shed,
        /** None of those that the function names answers. */
        fallback,
        /** No region answers. */
        none
    }

    /**
     * @param key what the request is known by, where its function asks for that
     * @param client where it is, as far as that is known
     */
    public Placed place(Placement placement, Optional<String> key, Optional<Point> client, List<Candidate> regions) {
        Candidate here = regions.stream()
                .filter(region -> region.name().equals(own))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the own region is among the regions"));
        boolean anywhere = placement.regions().isEmpty();
        ToDoubleFunction<Candidate> km = distance(here, anywhere ? Optional.empty() : client);
        List<Candidate> wished = new ArrayList<>();
        List<Candidate> others = new ArrayList<>();
        for (Candidate region : regions) {
            if (region.standing() == Standing.away) continue;
            boolean named = anywhere || placement.regions().contains(region.name());
            (named && region.standing() == Standing.well ? wished : others).add(region);
        }
        wished.sort(Comparator.comparingDouble(km).thenComparing(Candidate::name));
        others.sort(Comparator.comparing((Candidate region) -> region.standing() == Standing.leaving)
                .thenComparingDouble(km)
                .thenComparing(Candidate::name));
        Optional<Candidate> nearest = wished.stream().findFirst();
        if (key.isPresent()) byKey(wished, km, key.get());
        Optional<Candidate> chosen = wished.stream().findFirst();
        List<Candidate> order = new ArrayList<>(wished);
        order.sort(Comparator.comparing(this::tooBusy));
        order.addAll(others);
        return new Placed(order.stream().map(Candidate::name).toList(), why(order, chosen, nearest, anywhere));
    }

    private Why why(List<Candidate> order, Optional<Candidate> chosen, Optional<Candidate> nearest, boolean anywhere) {
        if (order.isEmpty()) return Why.none;
        if (chosen.isEmpty()) return Why.fallback;
        if (order.getFirst() != chosen.get()) return Why.shed;
        if (!chosen.equals(nearest)) return Why.affinity;
        return anywhere && chosen.get().name().equals(own) ? Why.here : Why.nearest;
    }

    private boolean tooBusy(Candidate region) {
        return region.load() > loadMax;
    }

    private static ToDoubleFunction<Candidate> distance(Candidate here, Optional<Point> client) {
        Point from = client.orElse(here.at());
        return region -> region == here && client.isEmpty() ? -1 : region.at().kmTo(from);
    }

    /** Those about equally near, in the order in which the key falls on them; so each key moves only when its own region goes. */
    private static void byKey(List<Candidate> wished, ToDoubleFunction<Candidate> km, String key) {
        if (wished.size() < 2) return;
        double nearest = Math.max(0, km.applyAsDouble(wished.getFirst()));
        int same = 1;
        while (same < wished.size() && km.applyAsDouble(wished.get(same)) <= nearest + SAME_KM) same++;
        wished.subList(0, same)
                .sort(Comparator.comparingDouble(
                                (Candidate region) -> Rendezvous.score(key, region.name(), region.weight()))
                        .reversed());
    }
}
