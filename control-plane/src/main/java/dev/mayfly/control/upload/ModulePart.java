package dev.mayfly.control.upload;

import dev.mayfly.bindings.functions.Bundle.Kind;
import dev.mayfly.bindings.functions.Bundle.Module;
import dev.mayfly.bindings.problem.Problem;

/** A part of the form as a module: its type decides what it is; where it has none, its name does. */
public final class ModulePart {
    private ModulePart() {}

    public static Module module(MultipartForm.Part part) {
        return new Module(part.name(), kind(part), part.content());
    }

    private static Kind kind(MultipartForm.Part part) {
        if (part.name().endsWith(".wasm")) throw webAssembly(part.name());
        return switch (part.type()) {
            case "application/javascript+module",
                    "text/javascript+module",
                    "application/javascript",
                    "text/javascript" -> Kind.esm;
            case "text/plain" -> Kind.text;
            case "application/json" -> Kind.json;
            case "application/octet-stream" -> Kind.data;
            case "application/source-map" -> Kind.map;
            case "application/wasm" -> throw webAssembly(part.name());
            case "" -> byName(part.name());
            default ->
                throw new Problem.BadBundle(
                        "unknown-kind",
                        ("%s: modules of type %s are not known; known are application/javascript+module, text/plain,"
                                        + " application/json, application/octet-stream and application/source-map")
                                .formatted(part.name(), part.type()),
                        part.name(),
                        0,
                        0);
        };
    }

    private static Problem.BadBundle webAssembly(String name) {
        return new Problem.BadBundle(
                "webassembly",
                ("%s: WebAssembly does not run here; leave the file out, and use a build of the package in plain JavaScript"
                                + " or call a service that has it")
                        .formatted(name),
                name,
                0,
                0);
    }

    private static Kind byName(String name) {
        if (name.endsWith(".js") || name.endsWith(".mjs")) return Kind.esm;
        if (name.endsWith(".json")) return Kind.json;
        if (name.endsWith(".js.map") || name.endsWith(".mjs.map")) return Kind.map;
        return name.endsWith(".txt") ? Kind.text : Kind.data;
    }
}
