package dev.mayfly.control.functions;

/** Where in the text of the metadata something stands, by its JSON pointer (RFC 6901). */
public interface Places {
    /** The metadata came parsed: nothing is known of its text. */
    Places UNKNOWN = pointer -> Place.UNKNOWN;

    /** Where a value begins. */
    Place of(String pointer);

    /** Where the key of that value begins. */
    default Place ofKey(String pointer) {
        return of(pointer);
    }

    /** Both count from 1; 0: not known. */
    record Place(int line, int column) {
        public static final Place UNKNOWN = new Place(0, 0);
    }

    /** A key as a part of a pointer. */
    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
