package dev.mayfly.bench.wpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {
    private static final Suite SUITE = new Suite("things", List.of("things", "absent"));

    @TempDir
    Path root;

    @BeforeEach
    void harness() throws IOException {
        put("resources/testharness.js", "");
    }

    @Test
    void testsAreThoseThatNeedNoDocument() throws IOException {
        put("things/b.any.js", "test(() => {})");
        put("things/deep/a.window.js", "test(() => {})");
        put("things/c.window.js", "document.body");
        put("things/d.html", "");
        assertThat(new Checkout(root).tests(SUITE))
                .extracting(TestFile::path)
                .containsExactly("things/b.any.js", "things/deep/a.window.js");
    }

    @Test
    void commentsSayWhatATestNeeds() {
        var test = TestFile.of("things/deep/a.any.js", """
                // META: global=window,worker
                // META: script=../helper.js
                // META: script=/common/shared.js
                // META: variant=?one
                // META: variant=?two
                // META: timeout=long
                """);
        assertThat(test.scripts()).containsExactly("things/helper.js", "common/shared.js");
        assertThat(test.variants()).containsExactly("?one", "?two");
        assertThat(test.patient()).isTrue();
    }

    @Test
    void aTestWithoutCommentsHasOneVariantAndTenSeconds() {
        var test = TestFile.of("a.any.js", "// META: timeouts=long");
        assertThat(test.variants()).containsExactly("");
        assertThat(test.patient()).isFalse();
    }

    @Test
    void whatAsksAServerNeedsOne() throws IOException {
        var checkout = new Checkout(root);
        assertThat(checkout.needsServer(TestFile.of("a.any.js", "fetch('resources/echo.py')")))
                .isTrue();
        assertThat(checkout.needsServer(TestFile.of("a.any.js", "// META: script=/common/get-host-info.sub.js")))
                .isTrue();
        assertThat(checkout.needsServer(TestFile.of("a.any.js", "// META: script=helper.sub.js")))
                .isTrue();
        assertThat(checkout.needsServer(TestFile.of("a.any.js", "fetch('resources/data.json')")))
                .isFalse();
        assertThat(checkout.needsServer(TestFile.of("a.any.js", "const template = '{{in1}}';")))
                .isFalse();
    }

    @Test
    void filesOutsideOfTheCheckoutAreNotThere() throws IOException {
        put("things/inside.txt", "");
        var checkout = new Checkout(root.resolve("."));
        assertThat(checkout.file("/things/inside.txt")).isPresent();
        assertThat(checkout.file("../" + root.getFileName() + "/../secret")).isEmpty();
        assertThat(checkout.file("/etc/../../../../../../etc/passwd")).isEmpty();
    }

    @Test
    void anotherFolderIsNoCheckout() {
        assertThatThrownBy(() -> new Checkout(root.resolve("things")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("resources/testharness.js is missing");
    }

    private void put(String path, String text) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
