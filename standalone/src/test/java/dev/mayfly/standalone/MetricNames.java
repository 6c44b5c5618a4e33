package dev.mayfly.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of metrics in dashboards and guides: of Mayfly's, of the JVM and of the process. */
final class MetricNames {
    private static final Pattern NAME = Pattern.compile("\\b(?:mayfly|jvm|process)_[a-z_]+(?<!_)");

    private MetricNames() {}

    /** Of a file, or of all files in a folder. */
    static Set<String> below(Path place) throws IOException {
        var names = new TreeSet<String>();
        try (var files = Files.walk(place)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                NAME.matcher(Files.readString(file)).results().forEach(name -> names.add(name.group()));
        }
        return names;
    }
}
