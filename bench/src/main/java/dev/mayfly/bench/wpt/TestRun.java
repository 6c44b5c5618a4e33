package dev.mayfly.bench.wpt;

import dev.mayfly.isolates.frames.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How a file becomes a function, and its answer an outcome. */
final class TestRun {
    /** Finds the constructor of shared buffers by way of WebAssembly, which isolates do not have. */
    private static final String SHARED_BUFFERS = "common/sab.js";

    private static final Pattern SHARED_MEMORY = Pattern.compile("new WebAssembly\\.Memory\\(\\{ *shared");

    private static final int NORMAL_MS = 10_000, LONG_MS = 60_000;

    private final Checkout checkout;
    private final Guests guests;
    private final Message.Module main;
    private final String sharedBuffers;
    private final String sharedMemory;
    private final Message.Module harness;

    TestRun(Checkout checkout, Guests guests) throws IOException {
        this.checkout = checkout;
        this.guests = guests;
        main = module("index.js", "esm", own("index.js"));
        sharedBuffers = own("shared-buffers.js");
        sharedMemory = own("shared-memory.js");
        harness = module("testharness.txt", "text", checkout.text("resources/testharness.js"));
    }

    Outcome of(TestFile test) throws IOException {
        Outcome all = null;
        for (var variant : test.variants()) {
            var outcome = of(test, variant);
            all = all == null ? outcome : all.and(outcome);
        }
        return all == null ? Outcome.broken(test.path(), "it has no variants") : all;
    }

    private Outcome of(TestFile test, String variant) throws IOException {
        var page = Guests.ORIGIN + test.path().replaceFirst("\\.js$", ".html") + variant;
        var about = "{\"url\":\"%s\",\"patienceMs\":%d}".formatted(page, test.patient() ? LONG_MS : NORMAL_MS);
        String scripts;
        try {
            scripts = scripts(test);
        } catch (NoSuchFileException missing) {
            return Outcome.broken(test.path(), String.valueOf(missing.getMessage()));
        }
        var modules =
                List.of(main, harness, module("scripts.txt", "text", scripts), module("page.json", "json", about));
        return switch (guests.run(page, modules)) {
            case Guests.Answer.Nothing(var why) -> Outcome.broken(test.path(), why);
            case Guests.Answer.Results(var json) -> Results.read(test.path(), json);
        };
    }

    /**
     * What a page would load one after the other is one text here, since `const` at the top of a script is seen by the next one. A strict
     * test is a function behind its helpers, which are as sloppy as they were written.
     */
    String scripts(TestFile test) throws IOException {
        var texts = new ArrayList<String>();
        if (SHARED_MEMORY.matcher(test.text()).find()) texts.add(sharedMemory);
        for (var script : test.scripts())
            texts.add(script.equals(SHARED_BUFFERS) ? sharedBuffers : checkout.text(script));
        texts.add(strict(test.text()) ? "(function () {" + test.text() + "\n}).call(globalThis);" : test.text());
        return String.join("\n;", texts);
    }

    private static boolean strict(String test) {
        return test.replaceAll("(?m)^\\s*//.*$", "").stripLeading().matches("(?s)['\"]use strict['\"].*");
    }

    private static String own(String name) throws IOException {
        try (var in = TestRun.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException("the classes lack wpt/" + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Message.Module module(String name, String kind, String text) {
        return new Message.Module(name, kind, text.getBytes(StandardCharsets.UTF_8));
    }
}
