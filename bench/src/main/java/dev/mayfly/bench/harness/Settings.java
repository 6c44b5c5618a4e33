package dev.mayfly.bench.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a measurement was told on its command line, {@code --name value} each: a word too many ends it before anything is measured. */
public final class Settings {
    private Settings() {}

    /**
     * @param known the names, without their dashes
     * @return values by name; the process ends with 2 and a line of help where a name is not known or lacks its value
     */
    public static Map<String, String> of(List<String> arguments, Set<String> known, String help) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!known.contains(name)) refuse("there is no option " + arguments.get(i), help);
            if (i + 1 == arguments.size()) refuse(arguments.get(i) + " needs a value", help);
            settings.put(name, arguments.get(i + 1));
        }
        return settings;
    }

    private static void refuse(String why, String help) {
        System.err.printf("%s; it takes %s%n", why, help);
        System.exit(2);
    }
}
