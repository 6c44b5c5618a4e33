package dev.mayfly.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Colours, on a terminal only (picocli looks, and honours NO_COLOR). */
record Screen(Ansi ansi) {
    static Screen of(CommandSpec spec) {
        return new Screen(spec.commandLine().getColorScheme().ansi());
    }

    /** Text that a function or its client wrote: without the characters that steer a terminal. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\uFFFD");
    }

    String good(String text) {
        return styled("fg(green)", text);
    }

    String bad(String text) {
        return styled("fg(red)", text);
    }

    String faint(String text) {
        return styled("faint", text);
    }

    String level(String level) {
        return switch (level) {
            case "error" -> bad("error");
            case "warn" -> styled("fg(yellow)", "warn ");
            default -> faint("%-5s".formatted(level));
        };
    }

    private String styled(String style, String text) {
        if (!ansi.enabled() || text.isEmpty()) return text;
        var styles = Ansi.Style.parse(style);
        return Ansi.Style.on(styles) + text + Ansi.Style.off(styles) + Ansi.Style.reset.off();
    }
}
