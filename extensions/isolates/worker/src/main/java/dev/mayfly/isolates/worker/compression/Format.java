package dev.mayfly.isolates.worker.compression;

/** A format of compressed bytes. */
enum Format {
    DEFLATE("deflate"),
    DEFLATE_RAW("deflate-raw"),
    GZIP("gzip");

    private final String label;

    Format(String label) {
        this.label = label;
    }

    static Format named(String label) {
        for (var format : values()) if (format.label.equals(label)) return format;
        throw new IllegalArgumentException("no format " + label);
    }

    /** Whether the deflated bytes stand alone, without the frame of zlib around them. */
    boolean isBare() {
        return this != DEFLATE;
    }
}
