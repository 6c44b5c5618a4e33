package dev.mayfly.edge.geography;

import java.util.Optional;
import java.util.OptionalLong;

/** What a database knows of an address. */
record Located(
        Optional<String> country, Optional<String> continent, OptionalLong asn, Optional<String> asOrganization) {
    static final Located NOWHERE =
            new Located(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());

    static Located in(String country) {
        return new Located(Optional.of(country), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }
}
