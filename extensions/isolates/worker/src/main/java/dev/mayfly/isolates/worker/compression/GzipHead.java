package dev.mayfly.isolates.worker.compression;

import java.util.EnumSet;
import java.util.zip.CRC32;

/** What stands before the deflated bytes of gzip, read a byte at a time as it comes. */
final class GzipHead {
    private static final int ID1 = 0x1F, ID2 = 0x8B, DEFLATED = 8;
    private static final int HAS_SUM = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, RESERVED = 0xE0;

    private enum Place {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        SUM,
        DONE
    }

    private final CRC32 sum = new CRC32();
    private Place place = Place.FIXED;
    private int seen;
    private int flags;
    private int number;

    static boolean mayBeginWith(int b) {
        return b == ID1;
    }

    boolean done() {
        return place == Place.DONE;
    }

    /** @throws IllegalArgumentException when no head of gzip goes on like this */
    void take(int b) {
        if (place == Place.SUM) {
            number |= b << (8 * seen);
            if (++seen < 2) return;
            if (number != (sum.getValue() & 0xFFFF))
                throw new IllegalArgumentException("the sum of the gzip header is wrong");
            place = Place.DONE;
            return;
        }
        sum.update(b);
        switch (place) {
            case FIXED -> fixed(b);
            case EXTRA_LENGTH -> {
                number |= b << (8 * seen);
                if (++seen == 2) go(number == 0 ? Place.NAME : Place.EXTRA, number);
            }
            case EXTRA -> {
                if (--number == 0) go(Place.NAME, 0);
            }
            case NAME, COMMENT -> {
                if (b == 0) go(place == Place.NAME ? Place.COMMENT : Place.SUM, 0);
            }
            case SUM, DONE -> throw new IllegalStateException("nothing more is taken");
        }
    }

    private void fixed(int b) {
        boolean good = switch (seen) {
            case 0 -> b == ID1;
            case 1 -> b == ID2;
            case 2 -> b == DEFLATED;
            case 3 -> (b & RESERVED) == 0;
            default -> true;
        };
        if (!good) throw new IllegalArgumentException("the data is no gzip");
        if (seen == 3) flags = b;
        if (++seen == 10) go(Place.EXTRA_LENGTH, 0);
    }

    /** Goes to the first place from this one on that the flags have. */
    private void go(Place next, int length) {
        place = EnumSet.range(next, Place.DONE).stream()
                .filter(this::has)
                .findFirst()
                .orElseThrow();
        seen = 0;
        number = length;
    }

    private boolean has(Place which) {
        return switch (which) {
            case EXTRA_LENGTH -> (flags & HAS_EXTRA) != 0;
            case NAME -> (flags & HAS_NAME) != 0;
            case COMMENT -> (flags & HAS_COMMENT) != 0;
            case SUM -> (flags & HAS_SUM) != 0;
            case EXTRA -> number > 0;
            case FIXED, DONE -> true;
        };
    }
}
