package dev.mayfly.bench.wpt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of tests and what its comments say of it.
 *
 * @param path in the checkout
 * @param scripts run before it, as paths in the checkout
 * @param variants of its address: {@code ""} when there is one only
 * @param patient whether it may take a minute instead of ten seconds
 */
record TestFile(String path, String text, List<String> scripts, List<String> variants, boolean patient) {
    private static final Pattern META = Pattern.compile("^// META: (script|variant|timeout)=(.*)$", Pattern.MULTILINE);

    static TestFile of(String path, String text) {
        var scripts = new ArrayList<String>();
        var variants = new ArrayList<String>();
        boolean patient = false;
        Matcher meta = META.matcher(text);
        while (meta.find()) {
            var value = meta.group(2).strip();
            switch (meta.group(1)) {
                case "script" -> scripts.add(beside(path, value));
                case "variant" -> variants.add(value);
                default -> patient |= value.equals("long");
            }
        }
        if (variants.isEmpty()) variants.add("");
        return new TestFile(path, text, List.copyOf(scripts), List.copyOf(variants), patient);
    }

    private static String beside(String path, String script) {
        if (script.startsWith("/")) return script.substring(1);
        return java.net.URI.create("file:///" + path).resolve(script).getPath().substring(1);
    }
}
