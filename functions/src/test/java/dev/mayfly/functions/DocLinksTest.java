package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links of what authors read lead to files that are there. */
class DocLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    @Test
    void everyLinkLeadsToAFile() throws Exception {
        List<String> dangling = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                links++;
                String target = link.group(1);
                if (!target.contains("://") && !Files.exists(document.resolveSibling(target)))
                    dangling.add(document + " → " + target);
            }
        }
        assertThat(dangling).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    private static List<Path> documents() throws Exception {
        List<Path> documents = new ArrayList<>(List.of(Path.of("../README.md"), Path.of("../CONTRIBUTING.md")));
        for (Path folder : List.of(Path.of("../docs"), Path.of("examples"), Path.of("types")))
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(f -> f.toString().endsWith(".md") && !f.toString().contains("node_modules"))
                        .forEach(documents::add);
            }
        return documents;
    }
}
