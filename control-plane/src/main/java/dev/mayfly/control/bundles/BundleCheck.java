package dev.mayfly.control.bundles;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Bundle.Kind;
import dev.mayfly.bindings.functions.Bundle.Module;
import dev.mayfly.bindings.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be said about a bundle without running it. */
public final class BundleCheck {
    public static final int MODULES_MAX = 1_000;
    /** Where deployments name their main module. */
    public static final String METADATA = "metadata";

    private static final String MAIN_MODULE = "/mainModule";
    private static final int NAME_MAX = 255;
    /** A colon would let a module pass for one of the platform's ({@code mayfly:workers}). */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\\\:?#%]");

    private BundleCheck() {}

    /** Fails with {@link Problem.BadBundle}, which names the module that is to blame, or where the metadata names it. */
    public static Bundle check(String mainModule, List<Module> modules) {
        if (modules.isEmpty())
            throw bad("no-module", "there is no module, and the main module is %s".formatted(shown(mainModule)));
        if (modules.size() > MODULES_MAX)
            throw new Problem.BadBundle(
                    "too-many-modules",
                    "there are %d modules, at most %d are allowed".formatted(modules.size(), MODULES_MAX),
                    "",
                    0,
                    0);
        Set<String> names = new HashSet<>();
        long bytes = 0;
        for (Module module : modules) {
            checkModule(module);
            if (!names.add(module.name())) throw bad("duplicate-module", "there are two modules of this name", module);
            bytes += module.content().length;
        }
        if (bytes > Bundle.MAX_BYTES) throw tooLarge(bytes, modules);
        checkMain(mainModule, modules);
        return new Bundle(mainModule, modules);
    }

    private static void checkMain(String mainModule, List<Module> modules) {
        Module main = modules.stream()
                .filter(module -> module.name().equals(mainModule))
                .findFirst()
                .orElseThrow(() ->
                        bad("no-module", "the main module %s is not among the modules".formatted(shown(mainModule))));
        if (main.kind() != Kind.esm)
            throw bad(
                    "main-not-esm",
                    "the main module must be an ES module (application/javascript+module), %s is %s"
                            .formatted(mainModule, main.kind()));
    }

    private static Problem tooLarge(long bytes, List<Module> modules) {
        Module largest = Collections.max(modules, Comparator.comparingInt(module -> module.content().length));
        return new Problem.BadBundle(
                "bundle-too-large",
                "the modules have %d bytes, at most %d are allowed; the largest is %s with %d"
                        .formatted(bytes, Bundle.MAX_BYTES, largest.name(), largest.content().length),
                largest.name(),
                0,
                0);
    }

    private static Problem bad(String code, String message) {
        return new Problem.BadBundle(code, message, METADATA, MAIN_MODULE);
    }

    private static String shown(String name) {
        return name.length() > NAME_MAX ? name.substring(0, NAME_MAX) + "…" : name;
    }

    @SuppressWarnings("ConstantValue") // JSON can leave anything out
    private static void checkModule(Module module) {
        if (module == null || module.name() == null || module.kind() == null || module.content() == null)
            throw new Problem.Invalid("invalid-module", "each module has name, kind and content");
        String name = module.name();
        if (name.isEmpty() || name.length() > NAME_MAX)
            throw bad("invalid-module-name", "a module's name has 1 to %d characters".formatted(NAME_MAX), module);
        if (FORBIDDEN.matcher(name).find())
            throw bad(
                    "invalid-module-name", "a module's name has no control characters and none of \\ : ? # %", module);
        for (String segment : name.split("/", -1))
            if (segment.isEmpty() || segment.equals(".") || segment.equals(".."))
                throw bad(
                        "invalid-module-name",
                        "a module's name is a relative path without empty parts, . and ..",
                        module);
        if (module.kind() != Kind.data) checkText(module);
    }

    private static void checkText(Module module) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(module.content()));
        } catch (CharacterCodingException e) {
            throw bad(
                    "not-utf8",
                    "a module of kind %s is text in UTF-8, this one is not".formatted(module.kind()),
                    module);
        }
    }

    private static Problem bad(String code, String message, Module module) {
        String name = shown(module.name());
        return new Problem.BadBundle(code, "'%s': %s".formatted(name, message), name, 0, 0);
    }
}
