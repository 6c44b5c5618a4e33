package dev.mayfly.bench.flags;

import dev.mayfly.bench.flags.Scenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** As much of Gherkin as flagd's scenarios are written in. */
final class FeatureFile {
    private static final List<String> WORDS = List.of("Given ", "When ", "Then ", "And ", "But ");

    private final String name;
    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<Step> background = new ArrayList<>();
    private final Set<String> ofFeature = new HashSet<>();
    private Set<String> pending = new HashSet<>();
    private Set<String> ofScenario = Set.of();
    private Set<String> ofExamples = Set.of();
    private List<Step> steps = background;
    private String title = "";
    private List<String> columns = List.of();
    private boolean inExamples;
    private boolean outline;

    private FeatureFile(String name) {
        this.name = name;
    }

    static List<Scenario> read(Path file) throws IOException {
        FeatureFile reading = new FeatureFile(file.getFileName().toString());
        for (String line : Files.readAllLines(file)) reading.line(line.strip());
        reading.close();
        return reading.scenarios;
    }

    private void line(String line) {
        if (line.startsWith("@")) {
            pending.addAll(Arrays.asList(line.split("\\s+")));
        } else if (line.startsWith("Feature:")) {
            ofFeature.addAll(taken());
        } else if (line.startsWith("Scenario:") || line.startsWith("Scenario Outline:")) {
            close();
            outline = line.startsWith("Scenario Outline:");
            title = line.substring(line.indexOf(':') + 1).strip();
            ofScenario = taken();
            steps = new ArrayList<>();
        } else if (line.startsWith("Examples:") || line.startsWith("Scenarios:")) {
            inExamples = true;
            columns = List.of();
            ofExamples = taken();
        } else if (line.startsWith("|") && !steps.isEmpty()) {
            row(cells(line));
        } else {
            WORDS.stream().filter(line::startsWith).findFirst().ifPresent(word -> {
                columns = List.of();
                steps.add(new Step(line.substring(word.length()), new ArrayList<>()));
            });
        }
    }

    private Set<String> taken() {
        Set<String> tags = pending;
        pending = new HashSet<>();
        return tags;
    }

    private void row(List<String> cells) {
        if (columns.isEmpty()) {
            columns = cells;
            return;
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) row.put(columns.get(i), cells.get(i));
        if (inExamples) add(row, ofExamples);
        else steps.getLast().rows().add(row);
    }

    private static List<String> cells(String line) {
        String[] parts = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
        return Arrays.stream(parts).map(String::strip).toList();
    }

    private void close() {
        if (steps != background && !outline) add(Map.of(), Set.of());
        steps = background;
        inExamples = false;
    }

    private void add(Map<String, String> example, Set<String> more) {
        Set<String> tags = new HashSet<>(ofFeature);
        tags.addAll(ofScenario);
        tags.addAll(more);
        List<Step> all = new ArrayList<>(background);
        steps.forEach(step -> all.add(new Step(filled(step.text(), example), step.rows())));
        scenarios.add(new Scenario(name, title + (example.isEmpty() ? "" : " " + example.values()), tags, all));
    }

    private static String filled(String text, Map<String, String> example) {
        String filled = text;
        for (Map.Entry<String, String> cell : example.entrySet())
            filled = filled.replace('<' + cell.getKey() + '>', cell.getValue());
        return filled;
    }
}
