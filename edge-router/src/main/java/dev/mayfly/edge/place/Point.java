package dev.mayfly.edge.place;

/** A place on earth, in degrees. */
public record Point(double latitude, double longitude) {
    private static final double EARTH_KM = 6371.0;

    public Point {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180))
            throw new IllegalArgumentException(
                    "latitude is between -90 and 90 and longitude between -180 and 180, unlike %s and %s"
                            .formatted(latitude, longitude));
    }

    /** Along the surface (haversine); the earth taken for a ball, which is wrong by half a percent at most. */
    public double kmTo(Point other) {
        double north = Math.toRadians(other.latitude - latitude) / 2;
        double east = Math.toRadians(other.longitude - longitude) / 2;
        double a = Math.pow(Math.sin(north), 2)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * Math.pow(Math.sin(east), 2);
        return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }
}
