package dev.mayfly.edge.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.edge.place.Placer.Placed;
import dev.mayfly.edge.place.Placer.Why;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacerTest {
    private static final Point FRANKFURT = new Point(50.11, 8.68);
    private static final Point VIRGINIA = new Point(38.95, -77.45);
    private static final Point TOKYO = new Point(35.68, 139.69);
    private static final Point BRUSSELS = new Point(50.85, 4.35);

    private static final Map<String, Point> COUNTRIES = Map.of(
            "SE", new Point(62.78, 16.74),
            "BR", new Point(-10.81, -52.97),
            "JP", new Point(36.77, 137.94),
            "AU", new Point(-25.56, 134.36),
            "US", new Point(39.5, -98.35));

    private final Placer placer = new Placer("fra", 0.8);

    @ParameterizedTest
    @CsvSource({"SE, fra", "BR, iad", "JP, hnd", "AU, hnd", "US, iad", "'', fra"})
    void whoNamesRegionsRunsInTheOneNearestToTheClient(String country, String region) {
        Placed placed = placer.place(
                named("fra", "iad", "hnd"),
                Optional.empty(),
                Optional.ofNullable(COUNTRIES.get(country)),
                regions(Map.of()));

        assertThat(placed.first()).contains(region);
        assertThat(placed.order()).hasSize(3);
        assertThat(placed.why()).isEqualTo(Why.nearest);
    }

    /** What stands of iad and hnd (name=standing/load), where the function runs, and what becomes of a request from Japan. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                               |         | fra,iad,hnd | here",
                "fra=well/0.9                   |         | iad,hnd,fra | shed",
                "fra=well/0.9 iad=well/0.9      |         | hnd,fra,iad | shed",
                "fra=well/0.9 iad=away/0 hnd=away/0 |     | fra         | here",
                "fra=well/0.9 iad=well/1 hnd=well/1 |     | fra,iad,hnd | here",
                "fra=leaving/0                  |         | iad,hnd,fra | nearest",
                "iad=away/0                     |         | fra,hnd     | here",
                "                               | hnd,iad | hnd,iad,fra | nearest",
                "hnd=away/0                     | hnd,iad | iad,fra     | nearest",
                "hnd=leaving/0                  | hnd,iad | iad,fra,hnd | nearest",
                "hnd=well/0.9                   | hnd,iad | iad,hnd,fra | shed",
                "hnd=away/0 iad=away/0          | hnd,iad | fra         | fallback",
                "hnd=away/0                     | hnd     | fra,iad     | fallback",
                "                               | nowhere | hnd,fra,iad | fallback",
                "fra=leaving/0 hnd=away/0 iad=away/0 | hnd | fra        | fallback",
                "fra=away/0 hnd=away/0 iad=away/0 | hnd    |            | none",
            })
    void regionsThatAreAwayLeavingOrBusyArePassedOver(String standing, String placed, String order, Why why) {
        Map<String, String> known = new HashMap<>();
        if (standing != null) for (String one : standing.split(" ")) known.put(one.split("=")[0], one.split("=")[1]);
        Placement placement = placed == null ? Placement.ANYWHERE : named(placed.split(","));

        Placed found = placer.place(placement, Optional.empty(), Optional.of(COUNTRIES.get("JP")), regions(known));

        assertThat(String.join(",", found.order())).isEqualTo(order == null ? "" : order);
        assertThat(found.why()).isEqualTo(why);
    }

    @Test
    void aKeyChoosesAmongThoseAboutEquallyNearAndStays() {
        Map<String, Integer> met = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            Placed first = european("key" + i, Standing.well);
            assertThat(european("key" + i, Standing.well)).isEqualTo(first);
            met.merge(first.first().orElseThrow(), 1, Integer::sum);
        }

        assertThat(met).containsOnlyKeys("fra", "bru");
        assertThat(met.get("fra")).isBetween(430, 570);
    }

    @Test
    void keysMoveOnlyWhenTheirOwnRegionGoes() {
        for (int i = 0; i < 200; i++) {
            String before = european("key" + i, Standing.well).first().orElseThrow();
            String after = european("key" + i, Standing.away).first().orElseThrow();
            assertThat(after).isEqualTo("fra");
            if (before.equals("fra")) assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void eachRegionHasKeysAsItsWeightSays() {
        int heavy = 0;
        for (int i = 0; i < 4000; i++)
            if (Rendezvous.score("key" + i, "a", 3) > Rendezvous.score("key" + i, "b", 1)) heavy++;

        assertThat(heavy).isBetween(2850, 3150);
    }

    @Test
    void whatIsFarIsNoMatterOfKeys() {
        for (int i = 0; i < 100; i++)
            assertThat(placer.place(
                                    named("fra", "iad", "hnd"),
                                    Optional.of("key" + i),
                                    Optional.of(COUNTRIES.get("SE")),
                                    regions(Map.of()))
                            .first())
                    .contains("fra");
    }

    @Test
    void distancesAreThoseOfTheGlobe() {
        assertThat(FRANKFURT.kmTo(VIRGINIA)).isCloseTo(6540, within(40.0));
        assertThat(FRANKFURT.kmTo(FRANKFURT)).isZero();
        assertThat(new Point(0, 179).kmTo(new Point(0, -179))).isCloseTo(222.4, within(1.0));
        assertThat(new Point(90, 0).kmTo(new Point(-90, 0))).isCloseTo(20_015, within(1.0));
    }

    @ParameterizedTest
    @CsvSource({"91, 0", "0, 181", "NaN, 0", "0, -180.1"})
    void whatIsNotOnEarthIsRefused(double latitude, double longitude) {
        assertThatThrownBy(() -> new Point(latitude, longitude)).isInstanceOf(IllegalArgumentException.class);
    }

    private Placed european(String key, Standing brussels) {
        List<Candidate> all = new ArrayList<>(regions(Map.of()));
        all.add(new Candidate("bru", BRUSSELS, 1, brussels, 0));
        return placer.place(named("fra", "bru", "iad"), Optional.of(key), Optional.empty(), all);
    }

    private static Placement named(String... regions) {
        return new Placement(List.of(regions), "none");
    }

    private static List<Candidate> regions(Map<String, String> standing) {
        return List.of(
                region("hnd", TOKYO, standing), region("iad", VIRGINIA, standing), region("fra", FRANKFURT, standing));
    }

    private static Candidate region(String name, Point at, Map<String, String> standing) {
        String[] known = standing.getOrDefault(name, "well/0").split("/");
        return new Candidate(name, at, 1, Standing.valueOf(known[0]), Double.parseDouble(known[1]));
    }
}
