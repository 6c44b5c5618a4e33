package dev.mayfly.edge.bots.markdown;

import java.util.List;
import java.util.Locale;

/** What {@code Accept} says of Markdown (RFC 9110 12.5.1). */
public final class Preference {
    private static final int RANGES_MAX = 64;

    private Preference() {}

    /** Whether it is asked for by name, and liked no less than HTML. That everything is taken asks for nothing. */
    public static boolean forMarkdown(List<String> accepts) {
        double markdown = 0;
        double html = -1;
        double text = -1;
        double any = -1;
        String[] ranges = String.join(",", accepts).split(",", RANGES_MAX + 1);
        for (int i = 0; i < Math.min(ranges.length, RANGES_MAX); i++) {
            String[] parts = ranges[i].toLowerCase(Locale.ROOT).split(";");
            double quality = quality(parts);
            switch (parts[0].strip()) {
                case "text/markdown" -> markdown = quality;
                case "text/html" -> html = quality;
                case "text/*" -> text = quality;
                case "*/*" -> any = quality;
                default -> {}
            }
        }
        double ofHtml = html >= 0 ? html : text >= 0 ? text : Math.max(0, any);
        return markdown > 0 && markdown >= ofHtml;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (!parameter.startsWith("q=")) continue;
            String value = parameter.substring(2).strip();
            return value.matches("[01](\\.\\d{0,3})?") ? Math.min(1, Double.parseDouble(value)) : 0;
        }
        return 1;
    }
}
