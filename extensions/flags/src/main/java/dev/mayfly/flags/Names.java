package dev.mayfly.flags;

/** What flags and variants may be called. */
final class Names {
    static final int MAX = 256;
    private static final int SHOWN = 60;

    private Names() {}

    static boolean fits(String name) {
        return !name.isEmpty() && name.length() <= MAX && name.chars().noneMatch(Character::isISOControl);
    }

    /** As it may stand in a message. */
    static String shown(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    }
}
