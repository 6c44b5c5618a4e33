package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.cli.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitTest extends ScriptedPlatform {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "json-api"})
    void templateIsAProjectOfThatName(String template) throws Exception {
        Path made = folder.resolve("My Shop_2");
        assertThat(run("init", made.toString(), "--template", template))
                .as(err.toString())
                .isZero();
        Project project = Project.read(made);
        assertThat(project.name()).isEqualTo("my-shop-2");
        assertThat(project.modules()).isNotEmpty();
        assertThat(Files.readString(made.resolve(".gitignore"))).contains("node_modules");
        assertThat(Files.readString(made.resolve("README.md")))
                .contains("my-shop-2")
                .doesNotContain("my-function");
        try (var files = Files.walk(made)) {
            assertThat(files).noneMatch(file -> file.toString().contains(".test."));
        }
    }

    @Test
    void typeScriptBringsItsLockFile() throws Exception {
        assertThat(run("init", folder.resolve("ts").toString(), "--template", "typescript", "--name", "shop", "--json"))
                .isZero();
        assertThat(Platform.JSON.readTree(out.toString()).path("files").toString())
                .contains("package-lock.json", "src/index.ts", "wrangler.jsonc");
        assertThat(Files.readString(folder.resolve("ts/package-lock.json")))
                .contains("\"name\": \"shop\"")
                .doesNotContain("\"resolved\"");
    }

    @Test
    void typeScriptKnowsWhatAFunctionFinds() throws Exception {
        assertThat(run("init", folder.resolve("ts").toString(), "--template", "typescript"))
                .as(err.toString())
                .isZero();
        assertThat(Platform.JSON
                        .readTree(folder.resolve("ts/tsconfig.json").toFile())
                        .path("include")
                        .toString())
                .contains("\"types/index.d.ts\"");
        var referenced = Pattern.compile("<reference path=\"\\./(.*)\"")
                .matcher(Files.readString(folder.resolve("ts/types/index.d.ts")))
                .results()
                .map(found -> folder.resolve("ts/types").resolve(found.group(1)))
                .toList();
        assertThat(referenced)
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());

        run("init", folder.resolve("js").toString());
        assertThat(folder.resolve("js/types")).doesNotExist();
    }

    @Test
    void nextCommandCanBeCopied() {
        run("init", folder.resolve("Ada's Shop").toString());
        assertThat(out.toString()).contains("cd '" + folder + "/Ada'\\''s Shop' && mayfly dev");
        run("init", folder.resolve("shop").toString());
        assertThat(out.toString()).contains("cd " + folder + "/shop && mayfly dev");
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Files.writeString(folder.resolve("README.md"), "mine");
        assertThat(run("init", folder.toString(), "--name", "shop")).isEqualTo(6);
        assertThat(err.toString()).contains("README.md already");
        try (var files = Files.list(folder)) {
            assertThat(files.toList()).isEqualTo(List.of(folder.resolve("README.md")));
        }
    }

    @Test
    void unknownTemplateIsRefusedWithThoseThereAre() {
        assertThat(run("init", folder.toString(), "--template", "cobol")).isEqualTo(2);
        assertThat(err.toString()).contains("javascript, json-api, typescript");
    }

    @Test
    void wrongNameIsRefused() {
        assertThat(run("init", folder.toString(), "--name", "No Name")).isEqualTo(1);
        assertThat(err.toString()).contains("--name");
    }
}
