package dev.mayfly.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/project-file.md} says of each key what the code does. */
class ProjectKeysTest {
    private record Row(String key, String wrangler, String mayfly) {}

    @Test
    void documentSaysWhatIsTakenAndWhatIsRefused() throws Exception {
        Set<String> meant = new TreeSet<>(ProjectKeys.MEANT);
        meant.remove("mayfly"); // which is none of wrangler's
        assertThat(keys(rows().stream().filter(row -> row.mayfly.equals("works"))))
                .isEqualTo(meant);
        assertThat(keys(rows().stream().filter(row -> row.mayfly.equals("no effect"))))
                .isEqualTo(new TreeSet<>(ProjectKeys.WITHOUT_EFFECT));
        assertThat(rows()).extracting(Row::mayfly).containsOnly("works", "no effect", "refused");
    }

    @Test
    void keysThatWranglerAloneActsUponAreToldSo() throws Exception {
        assertThat(keys(rows().stream().filter(row -> row.wrangler.equals("works") && row.mayfly.equals("refused"))))
                .isEqualTo(new TreeSet<>(ProjectKeys.WRANGLERS));
        assertThat(ProjectKeys.remark(List.of("kv_namespaces", "minify", "alias")))
                .contains("alias, minify: `wrangler deploy` acts upon that");
        assertThat(ProjectKeys.remark(List.of("kv_namespaces"))).isEmpty();
    }

    private static Set<String> keys(Stream<Row> rows) {
        Set<String> keys = new TreeSet<>();
        rows.forEach(row -> keys.add(row.key));
        return keys;
    }

    private static List<Row> rows() throws Exception {
        return Files.readString(Path.of(System.getProperty("mayfly.root"), "docs/project-file.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .map(cells -> new Row(cells[1].strip().replace("`", ""), cells[2].strip(), cells[3].strip()))
                .toList();
    }
}
