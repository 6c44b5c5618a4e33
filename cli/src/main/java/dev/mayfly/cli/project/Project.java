package dev.mayfly.cli.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A function as it is deployed: what {@code wrangler.jsonc} says, and the code, which is the modules beside the main one or, where
 * there is TypeScript or a dependency, one module that esbuild makes of all.
 *
 * @param places where the file says what stands in the metadata
 */
public record Project(String name, String main, ObjectNode metadata, List<Module> modules, ConfigPlaces places) {
    public record Module(String name, String contentType, byte[] content) {}

    public static Project read(Path folder) {
        return read(folder, Optional.empty());
    }

    /** @param environment one of those that the file names under {@code env} */
    public static Project read(Path folder, Optional<String> environment) {
        ProjectFile file = ProjectFile.in(folder, environment);
        Code code = Esbuild.isNeededBy(folder, file.main())
                ? Esbuild.near(folder).bundle(folder, file.main(), file.flags())
                : Code.beside(folder, file.main());
        ObjectNode metadata = file.settings().objectNode().put("mainModule", code.main());
        metadata.setAll(file.settings());
        return new Project(file.name(), code.main(), metadata, code.modules(), file.places());
    }

    /** Its name alone, for commands that take the function of this folder. */
    public static String nameIn(Path folder) {
        return ProjectFile.in(folder, Optional.empty()).name();
    }

    public static boolean isIn(Path folder) {
        return ProjectFile.NAMES.stream()
                .anyMatch(name -> folder.resolve(name).toFile().isFile());
    }
}
