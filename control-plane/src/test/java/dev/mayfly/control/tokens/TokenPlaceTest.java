package dev.mayfly.control.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenPlaceTest {
    private final String token =
            TokenText.random(TokenText.Kind.account, new SecureRandom()).text();

    @Test
    void placesCountLinesAndColumnsFromOne() {
        String text = "%1$s\n%1$s %1$s\n\n\n  %1$s\n".formatted(token);
        assertThat(TokenPlace.in("a.js", text))
                .extracting(TokenPlace::toString)
                .containsExactly("a.js:1:1", "a.js:2:1", "a.js:2:44", "a.js:5:3");
    }

    @Test
    void textWithoutATokenHasNone() {
        assertThat(TokenPlace.in("a.js", "\n\n" + token.substring(1))).isEmpty();
    }

    /** Each part of the metadata, and nothing else, has a token. */
    @Test
    void allOfTheMetadataIsSearched() {
        List<Metadata> each = List.of(
                metadata(token, Map.of(), new BindingRef("A", "memory"), "example.com", "", Map.of()),
                metadata("a.js", Map.of(token, TextNode.valueOf("")), new BindingRef("A", "m"), "a.b", "", Map.of()),
                metadata("a.js", Map.of("A", TextNode.valueOf(token)), new BindingRef("A", "m"), "a.b", "", Map.of()),
                metadata("a.js", Map.of(), new BindingRef(token, "memory"), "example.com", "", Map.of()),
                metadata("a.js", Map.of(), new BindingRef("A", token), "example.com", "", Map.of()),
                metadata("a.js", Map.of(), new BindingRef("A", "memory"), "example.com/" + token, "", Map.of()),
                metadata("a.js", Map.of(), new BindingRef("A", "memory"), "example.com", token, Map.of()),
                metadata("a.js", Map.of(), new BindingRef("A", "memory"), "example.com", "", Map.of("tag", token)),
                metadata("a.js", Map.of(), new BindingRef("A", "memory"), "example.com", "", Map.of(token, "tag")));
        assertThat(each)
                .allSatisfy(metadata -> assertThat(TokenPlace.in("metadata", metadata))
                        .extracting(place -> place.token().text())
                        .contains(token));
    }

    @Test
    void namesOfModulesAreSearchedAndNotTold() {
        Bundle bundle =
                new Bundle("a.js", List.of(new Bundle.Module("lib/" + token + ".js", Bundle.Kind.esm, new byte[0])));
        assertThat(TokenPlace.in(bundle)).extracting(TokenPlace::toString).containsExactly("lib/mfat_[redacted].js");
    }

    private static Metadata metadata(
            String main,
            Map<String, JsonNode> vars,
            BindingRef binding,
            String routeAndHost,
            String message,
            Map<String, String> notes) {
        return new Metadata(
                main,
                Optional.of(vars),
                Optional.of(List.of(binding)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Egress(Egress.Mode.open, List.of(routeAndHost))),
                Optional.of(List.of(new Route(routeAndHost))),
                Optional.of(message),
                Optional.of(notes),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void onlySoManyAreLookedInto() {
        assertThat(TokenPlace.in("a.js", (token + "\n").repeat(TokenPlace.MAX))).hasSize(TokenPlace.MAX);
        assertThatThrownBy(() -> TokenPlace.in("a.js", (token + "\n").repeat(TokenPlace.MAX + 1)))
                .isInstanceOfSatisfying(
                        Problem.BadBundle.class, bad -> assertThat(bad.line()).isEqualTo(101));
    }
}
