package dev.mayfly.standalone.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.standalone.doctor.Finding.State;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at the machine and says what it found. Exit codes: 0 all is well, 1 something is weaker than it could be, 2 misused. */
public final class Doctor {
    private static final int WELL = 0;
    private static final int WEAKER = 1;
    private static final int MISUSED = 2;

    static final String HELP = """
            Usage: mayfly doctor [options]
            Says what this machine offers Mayfly: walls around workers, JDK, ports, disk, memory; and what runs already.

              --json           as JSON
              --data-dir DIR   where Mayfly keeps everything (default .mayfly)
              --port N         where it would answer (default 8080)
              --help           this text

            Exit codes: 0 all is well; 1 something is weaker than it could be; 2 the command line is wrong.
            """;

    private Doctor() {}

    /** Looks, tells, and returns the exit code. What is wrong with the arguments is told in JSON, too, where they ask for it. */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) throws IOException {
        boolean json = arguments.contains("--json");
        Path dataDir = Path.of(".mayfly");
        int port = 8080;
        String option = "";
        try {
            for (var rest = arguments.iterator(); rest.hasNext(); ) {
                option = rest.next();
                switch (option) {
                    case "--json" -> {}
                    case "--data-dir" -> dataDir = Path.of(rest.next());
                    case "--port" -> port = Integer.parseInt(rest.next());
                    case "--help", "-h" -> {
                        out.print(HELP);
                        return WELL;
                    }
                    default -> throw new IllegalArgumentException();
                }
            }
            if (port < 1 || port > 65_534) throw new IllegalArgumentException();
        } catch (RuntimeException wrong) {
            var why = "%s is no option, or its value is missing or wrong (see mayfly doctor --help)".formatted(option);
            err.print(json ? pretty(new Complaint("misused", why, MISUSED)) : "mayfly doctor: " + why + "\n");
            return MISUSED;
        }
        var findings = look(dataDir, port);
        out.print(
                json
                        ? json(findings)
                        : text(
                                findings,
                                System.console() != null
                                        && System.console().isTerminal()
                                        && System.getenv("NO_COLOR") == null));
        return well(findings) ? WELL : WEAKER;
    }

    private static List<Finding> look(Path dataDir, int port) throws IOException {
        var worker = Path.of(System.getProperty("mayfly.isolates.worker-home", "worker"))
                .toAbsolutePath();
        var machine = new Machine(Path.of(System.getProperty("java.home")), worker, dataDir, port);
        var running = RunningPlatform.on(dataDir);
        var findings = new ArrayList<>(machine.walls());
        findings.addAll(machine.runtime());
        // What the running one holds is no obstacle.
        if (running.isEmpty()) findings.addAll(machine.resources());
        findings.addAll(running.map(RunningPlatform::findings)
                .orElseGet(() -> List.of(Finding.note("running", "platform", "none on " + dataDir, "./mayfly dev"))));
        return findings;
    }

    static boolean well(List<Finding> findings) {
        return findings.stream().noneMatch(f -> f.state() == State.weaker);
    }

    /** As every command says what went wrong. */
    private record Complaint(String code, String detail, int exitCode) {}

    static String json(List<Finding> findings) throws IOException {
        return pretty(Map.of("well", well(findings), "findings", findings));
    }

    private static String pretty(Object document) throws IOException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    /** A topic at a time, in the order in which they were found. */
    static String text(List<Finding> findings, boolean coloured) {
        var text = new StringBuilder();
        String topic = "";
        for (var finding : findings) {
            if (!finding.topic().equals(topic))
                text.append(topic.isEmpty() ? "" : "\n").append(finding.topic()).append('\n');
            topic = finding.topic();
            text.append("  %s %-17s %s\n".formatted(mark(finding.state(), coloured), finding.name(), finding.detail()));
            if (!finding.remedy().isEmpty()) text.append("%22s%s\n".formatted("try: ", finding.remedy()));
        }
        text.append(well(findings) ? "\nAll is well.\n" : "\nIt works, but weaker than it could.\n");
        return text.toString();
    }

    private static String mark(State state, boolean coloured) {
        return switch (state) {
            case good -> coloured ? "\u001b[32m✓\u001b[0m" : "+";
            case weaker -> coloured ? "\u001b[33m!\u001b[0m" : "!";
            case note -> coloured ? "\u001b[2m·\u001b[0m" : "-";
        };
    }
}
