package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.objects.JSProperty;
import org.jspecify.annotations.Nullable;

/**
 * The places of members in objects that this engine has read before: the last {@value #PLACES}, whichever isolate read them. They hold
 * names and shapes, which isolates of one engine share anyway, and no values.
 */
public final class MemberPlaces {
    static final int PLACES = 512;
    private static final int NAME_MAX = 64;

    /** Each place stands where its name says; one that comes later takes its seat. Racing threads lose at most a place. */
    private final @Nullable MemberPlace[] seats = new MemberPlace[PLACES];

    private @Nullable MemberPlace first;

    public static MemberPlaces of(JSContext context) {
        return Realms.of(context).memberPlaces();
    }

    /** What follows {@code last} most often, if that is what the text has, with its closing quote. */
    @Nullable
    public MemberPlace guess(@Nullable MemberPlace last, Shape shape, char[] text, int start) {
        var place = last == null ? first : last.next();
        if (place == null || !place.is(shape, text, start)) return null;
        int end = start + place.length();
        return end < text.length && text[end] == '"' ? place : null;
    }

    @Nullable
    public MemberPlace find(@Nullable MemberPlace last, Shape shape, char[] text, int start, int length) {
        var place = seats[seat(shape, text, start, length)];
        if (place == null || place.length() != length || !place.is(shape, text, start)) return null;
        follow(last, place);
        return place;
    }

    /** Notes where the engine has put a member, if that is the last property of a shape which the next such object can go to at once. */
    @Nullable
    public MemberPlace learn(@Nullable MemberPlace last, Shape before, Shape after, TruffleString name) {
        int length = Strings.length(name);
        if (length > NAME_MAX || after.getPropertyCount() != before.getPropertyCount() + 1) return null;
        var property = after.getLastProperty();
        if (!property.getKey().equals(name) || JSProperty.isProxy(property) || JSProperty.isAccessor(property))
            return null;
        var chars = name.toJavaStringUncached().toCharArray();
        var place = new MemberPlace(before, after, name, chars);
        seats[seat(before, chars, 0, length)] = place;
        follow(last, place);
        return place;
    }

    private void follow(@Nullable MemberPlace last, MemberPlace place) {
        if (last != null) last.next(place);
        else if (first != place) first = place;
    }

    private static int seat(Shape shape, char[] text, int start, int length) {
        int hash = 31 * length + shape.getPropertyCount();
        for (int i = 0; i < length; i++) hash = 31 * hash + text[start + i];
        return (hash ^ hash >>> 16) & PLACES - 1;
    }
}
