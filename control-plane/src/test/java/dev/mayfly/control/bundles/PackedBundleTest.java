package dev.mayfly.control.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Bundle.Kind;
import dev.mayfly.bindings.functions.Bundle.Module;
import dev.mayfly.bindings.problem.Problem;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedBundleTest {
    private static final Module MAIN = module("index.js", Kind.esm, "export default {}");
    private static final Module DATA = new Module("d/ä.bin", Kind.data, new byte[] {0, -1, 127});

    @Test
    void whatIsPackedUnpacks() {
        var bundle = PackedBundle.unpack(
                PackedBundle.of(new Bundle("index.js", List.of(MAIN, DATA))).bytes());
        assertThat(bundle.mainModule()).isEqualTo("index.js");
        assertThat(bundle.modules())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(DATA, MAIN);
    }

    @Test
    void orderOfModulesMakesNoDifferenceAndAllElseDoes() {
        String hash = hash("index.js", MAIN, DATA);
        assertThat(hash("index.js", DATA, MAIN)).isEqualTo(hash);
        assertThat(List.of(
                        hash("d/ä.bin", MAIN, DATA),
                        hash("index.js", MAIN),
                        hash("index.js", MAIN, new Module("d/ä.bin", Kind.text, DATA.content())),
                        hash("index.js", MAIN, new Module("d/a.bin", Kind.data, DATA.content())),
                        hash("index.js", MAIN, new Module("d/ä.bin", Kind.data, new byte[] {0, -1, 126}))))
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
    }

    @Test
    void flagsArePartOfTheCodeAndCodeWithoutAnyKeepsItsHash() {
        var plain = new Bundle("index.js", List.of(MAIN));
        var packed = PackedBundle.of(plain.with(Set.of(Bundle.Flag.nodejs_compat)));
        assertThat(PackedBundle.unpack(packed.bytes()).flags()).containsExactly(Bundle.Flag.nodejs_compat);
        assertThat(PackedBundle.unpack(PackedBundle.of(plain).bytes()).flags()).isEmpty();
        assertThat(packed.sha256()).isNotEqualTo(hash("index.js", MAIN));
        assertThat(PackedBundle.of(plain.with(Set.of())).sha256()).isEqualTo(hash("index.js", MAIN));
    }

    @Test
    void damagedBytesAreNoticed() {
        byte[] bytes = PackedBundle.of(new Bundle("index.js", List.of(MAIN))).bytes();
        assertThatThrownBy(() -> PackedBundle.unpack(Arrays.copyOf(bytes, 10)))
                .isInstanceOf(UncheckedIOException.class);
        bytes[0] = 9;
        assertThatThrownBy(() -> PackedBundle.unpack(bytes)).hasMessageContaining("form 9");
    }

    @Test
    void modulesHaveANumber() {
        List<Module> many = IntStream.range(0, BundleCheck.MODULES_MAX)
                .mapToObj(i -> module(i == 0 ? "index.js" : "m" + i + ".js", Kind.esm, ""))
                .toList();
        assertThat(BundleCheck.check("index.js", many).modules()).hasSize(BundleCheck.MODULES_MAX);
        var tooMany = IntStream.rangeClosed(0, BundleCheck.MODULES_MAX)
                .mapToObj(i -> module("m" + i, Kind.esm, ""))
                .toList();
        refused("too-many-modules", "", "m0", tooMany);
        refused("duplicate-module", "index.js", "index.js", List.of(MAIN, MAIN));
        refused("no-module", "metadata", "index.js", List.of());
        refused("invalid-module-name", "x".repeat(255) + "…", "x", List.of(module("x".repeat(256), Kind.esm, "")));
        assertThatThrownBy(() -> BundleCheck.check("x", List.of(new Module(null, null, null))))
                .isInstanceOf(Problem.Invalid.class);
    }

    private static void refused(String code, String file, String main, List<Module> modules) {
        assertThatThrownBy(() -> BundleCheck.check(main, modules))
                .isInstanceOfSatisfying(Problem.BadBundle.class, bad -> {
                    assertThat(bad.code()).isEqualTo(code);
                    assertThat(bad.file()).isEqualTo(file);
                });
    }

    private static String hash(String main, Module... modules) {
        return PackedBundle.of(new Bundle(main, List.of(modules))).sha256();
    }

    private static Module module(String name, Kind kind, String content) {
        return new Module(name, kind, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
