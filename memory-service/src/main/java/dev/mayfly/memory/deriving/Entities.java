package dev.mayfly.memory.deriving;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names, numbers and quoted titles in an English text, in lower case: what two memories of the same thing share. */
public final class Entities {
    private static final int ENTITIES_MAX = 32;
    /** Capitalised words in a row; what only begins a sentence is looked at apart. */
    private static final Pattern CAPITALISED = Pattern.compile(
            "(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}\\p{N}'&.-]{0,40}(?:(?: (?:of|the|and|de|van|von))? \\p{Lu}[\\p{L}\\p{N}'&.-]{0,40}){0,5}");

    private static final Pattern QUOTED = Pattern.compile("[\"\u201c]([^\"\u201c\u201d\\n]{2,80})[\"\u201d]");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}.])\\$?\\d{1,9}(?:[.,]\\d{1,6}){0,3}%?(?![\\p{L}\\p{N}])");
    /** English words that are capitalised for where they stand, not for what they name. */
    private static final Set<String> COMMON = Set.of(
            ("i i'm i've i'd i'll im the a an and but or so if in on at to of for from by with as it it's its this that that's these those there"
                            + " there's here here's he she they we you your you're my our his her their what what's when where who why how which is"
                            + " are was were am be been do does did don't have has had can could will would should may might must not no yes yeah"
                            + " yep nope ok okay oh ah aw wow hey hi hello thanks thank thx please sure sorry well just let let's got great good"
                            + " nice cool awesome amazing absolutely definitely congrats congratulations glad happy sounds looks looking love any"
                            + " anything some something every all also still then now today yesterday tomorrow last next recently lately after"
                            + " before since while during once first about because maybe really totally exactly true right take keep going"
                            + " hope haven't hasn't didn't isn't can't couldn't wouldn't gonna wanna bye ya haha lol omg def it'll they're we're")
                    .split(" "));

    private Entities() {}

    public static Set<String> in(String text) {
        Set<String> found = new LinkedHashSet<>();
        collect(found, QUOTED.matcher(text), 1);
        Matcher names = CAPITALISED.matcher(text);
        while (names.find() && found.size() < ENTITIES_MAX) add(found, names.group());
        collect(found, NUMBER.matcher(text), 0);
        return found;
    }

    private static void collect(Set<String> found, Matcher matcher, int group) {
        while (matcher.find() && found.size() < ENTITIES_MAX)
            found.add(matcher.group(group).strip().toLowerCase(Locale.ENGLISH));
    }

    /** Without the common words at its beginning: of "When Caroline" only Caroline is a name. */
    private static void add(Set<String> found, String name) {
        String left = name.toLowerCase(Locale.ENGLISH).replaceAll("(?:'s|[.'&-])+$", "");
        while (true) {
            int space = left.indexOf(' ');
            String first = space < 0 ? left : left.substring(0, space);
            if (!COMMON.contains(first)) break;
            if (space < 0) return;
            left = left.substring(space + 1);
        }
        if (left.length() > 1) found.add(left);
    }
}
