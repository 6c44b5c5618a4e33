package dev.mayfly.control.functions;

import dev.mayfly.bindings.json.JsonPlaces.Place;
import dev.mayfly.bindings.problem.Problem;

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

    /** What was refused behind the metadata's text, with its place in there. A variable is its key: names are what clashes. */
    default Problem.BadBundle locate(Problem.BadBundle bad) {
        String pointer = bad.pointer();
        if (pointer.isEmpty()) return bad;
        Place place = pointer.startsWith("/vars/") ? ofKey(pointer) : of(pointer);
        return new Problem.BadBundle(bad.code(), bad.detail(), bad.file(), place.line(), place.column());
    }
}
