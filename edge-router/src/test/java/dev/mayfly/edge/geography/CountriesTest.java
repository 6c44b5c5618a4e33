package dev.mayfly.edge.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountriesTest {
    private static final Countries COUNTRIES = Countries.bundled();

    @ParameterizedTest
    @CsvSource({
        "DE, EU, 51, 10",
        "US, NA, 39, -99",
        "FR, EU, 46, 2",
        "GF, SA, 4, -53",
        "JP, AS, 36, 138",
        "NZ, OC, -44, 170",
        "FJ, OC, -18, 178",
        "ZA, AF, -29, 25",
        "RU, EU, 62, 100",
        "AQ, AN, -71, -71",
        "XK, EU, 42, 21"
    })
    void countryLiesWhereItLies(String code, String continent, double latitude, double longitude) {
        Country country = COUNTRIES.find(code).orElseThrow();
        assertThat(country.continent()).isEqualTo(continent);
        assertThat(Double.parseDouble(country.latitude())).isBetween(latitude - 1, latitude + 1);
        assertThat(Double.parseDouble(country.longitude())).isBetween(longitude - 1, longitude + 1);
    }

    @Test
    void whatIsNoCountryIsNotFound() {
        assertThat(COUNTRIES.find("ZZ")).isEmpty();
        assertThat(COUNTRIES.find("EU")).isEmpty();
        assertThat(COUNTRIES.find("de")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"D, EU, 1.00, 1.00", "DE, Europe, 1.00, 1.00", "DE, EU, 1, 1.00", "DE, EU, 1.00, east"})
    void countryOfBadValuesIsRefused(String code, String continent, String latitude, String longitude) {
        assertThatThrownBy(() -> new Country(code, continent, latitude, longitude))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
