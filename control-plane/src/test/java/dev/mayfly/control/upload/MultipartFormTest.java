package dev.mayfly.control.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.upload.MultipartForm.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartFormTest {
    private static final String TYPE = "multipart/form-data; boundary=XX";

    @Test
    void partsAreReadAsTheyAre() {
        List<Part> parts = read("""
                --XX
                Content-Disposition: form-data; name="metadata"
                Content-Type: application/json; charset=utf-8

                {"a":1}
                --XX
                content-disposition: form-data; filename="name.js"; name="lib/ä \\"b\\".js"

                one

                --X
                --XX
                Content-Disposition: form-data; name=empty


                --XX--
                after the end
                """);
        assertThat(parts).extracting(Part::name).containsExactly("metadata", "lib/ä \"b\".js", "empty");
        assertThat(parts).extracting(Part::type).containsExactly("application/json", "", "");
        assertThat(parts)
                .extracting(part -> new String(part.content(), UTF_8))
                .containsExactly("{\"a\":1}", "one\r\n\r\n--X", "");
    }

    @Test
    void whatStandsBeforeTheFirstPartIsPassedOver() {
        assertThat(read("hello\n--XX \t\nContent-Disposition: form-data; name=a\n\nx\n--XX--"))
                .hasSize(1);
        assertThat(read("--XX--")).isEmpty();
    }

    @Test
    void emptyPartMayLackALineBreak() {
        List<Part> parts = read("--XX\nContent-Disposition: form-data; name=a\n\n--XX--");
        assertThat(parts).extracting(Part::content).containsExactly(new byte[0]);
    }

    @Test
    void boundaryMayBeQuoted() {
        byte[] body = "--a b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--a b--".getBytes(UTF_8);
        assertThat(MultipartForm.read("multipart/form-data; charset=utf-8; boundary=\"a b\"", body, 9))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "--XX",
                "--XX\n",
                "--XXY\nContent-Disposition: form-data; name=a\n\nx\n--XX--",
                "--XX\nContent-Disposition: form-data; name=a\n\nx",
                "--XX\nContent-Disposition: form-data; name=a\n\nx\n--XX",
                "--XX\nContent-Disposition: form-data; name=a",
                "--XX\nContent-Disposition: form-data\n\nx\n--XX--",
                "--XX\nContent-Type: text/plain\n\nx\n--XX--"
            })
    void whatIsNoFormIsRefused(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        Problem.Invalid.class, bad -> assertThat(bad.code()).isEqualTo("invalid-form"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary="
                        + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            })
    void boundaryIsNeededAndShort(String contentType) {
        assertThatThrownBy(() -> MultipartForm.read(contentType, new byte[9], 9))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void partsAndTheirHeadersHaveABound() {
        String part = "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n";
        assertThat(MultipartForm.read(TYPE, (part.repeat(3) + "--XX--").getBytes(UTF_8), 3))
                .hasSize(3);
        assertThatThrownBy(() -> MultipartForm.read(TYPE, (part.repeat(4) + "--XX--").getBytes(UTF_8), 3))
                .isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() ->
                        read("--XX\nX: " + "x".repeat(9000) + "\nContent-Disposition: form-data; name=a\n\nx\n--XX--"))
                .isInstanceOf(Problem.Invalid.class);
    }

    private static List<Part> read(String body) {
        return MultipartForm.read(TYPE, body.replace("\n", "\r\n").getBytes(UTF_8), 9);
    }
}
