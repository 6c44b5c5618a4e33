package dev.mayfly.k8s;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a service answers to, from the OpenAPI document that its build writes. */
final class Api {
    private Api() {}

    static List<String> pathsOf(Path root, String service) throws Exception {
        var document = root.resolve(service).resolve("target/openapi/openapi.json");
        var paths = new ArrayList<String>();
        new ObjectMapper()
                .readTree(document.toFile())
                .path("paths")
                .fieldNames()
                .forEachRemaining(paths::add);
        return paths;
    }
}
