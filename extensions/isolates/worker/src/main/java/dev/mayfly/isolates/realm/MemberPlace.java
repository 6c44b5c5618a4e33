package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.object.DynamicObject;
import com.oracle.truffle.api.object.IncompatibleLocationException;
import com.oracle.truffle.api.object.Location;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.api.strings.TruffleString;
import org.jspecify.annotations.Nullable;

/** Where an object of one shape keeps a member that it gets: what it looks like then, and the place of the value. */
public final class MemberPlace {
    private final Shape before;
    private final Shape after;
    private final Location location;
    private final TruffleString name;
    private final char[] chars;
    /** The member that followed when it was last seen; any thread may change it to another. */
    private @Nullable MemberPlace next;

    MemberPlace(Shape before, Shape after, TruffleString name, char[] chars) {
        this.before = before;
        this.after = after;
        this.location = after.getLastProperty().getLocation();
        this.name = name;
        this.chars = chars;
    }

    public TruffleString name() {
        return name;
    }

    public int length() {
        return chars.length;
    }

    @Nullable
    MemberPlace next() {
        return next;
    }

    void next(MemberPlace place) {
        if (next != place) next = place;
    }

    /** Whether the text has this name at {@code start}, for an object of that shape. */
    boolean is(Shape shape, char[] text, int start) {
        if (shape != before || start + chars.length > text.length) return false;
        for (int i = 0; i < chars.length; i++) if (text[start + i] != chars[i]) return false;
        return true;
    }

    /** @return false when the place cannot take the value: nothing was done then */
    public boolean put(DynamicObject object, Object value) {
        if (object.getShape() != before || !after.isValid() || !location.canStore(value)) return false;
        try {
            location.set(object, value, before, after);
            return true;
        } catch (IncompatibleLocationException e) {
            return false;
        }
    }
}
