package dev.mayfly.edge.geography;

import java.util.regex.Pattern;

/**
 * A country, and about where it is.
 *
 * @param code ISO 3166-1, two letters
 * @param continent two letters
 * @param latitude of a point in the middle of it, in degrees, as text; longitude likewise
 */
record Country(String code, String continent, String latitude, String longitude) {
    private static final Pattern TWO_LETTERS = Pattern.compile("[A-Z]{2}");
    private static final Pattern DEGREES = Pattern.compile("-?\\d{1,3}\\.\\d\\d");

    Country {
        if (!isCode(code) || !isCode(continent))
            throw new IllegalArgumentException(
                    "country and continent have two capital letters, not %s and %s".formatted(code, continent));
        if (!DEGREES.matcher(latitude).matches() || !DEGREES.matcher(longitude).matches())
            throw new IllegalArgumentException(
                    "%s lies at degrees with two decimals, not at %s, %s".formatted(code, latitude, longitude));
    }

    static boolean isCode(String text) {
        return TWO_LETTERS.matcher(text).matches();
    }
}
