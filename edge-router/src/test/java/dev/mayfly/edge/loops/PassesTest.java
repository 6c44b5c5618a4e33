package dev.mayfly.edge.loops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.bindings.tokens.TokenText.Kind;
import dev.mayfly.edge.egress.OwnDoor.Pass;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pass says to the router that issued it, to others of the platform, and to strangers. */
class PassesTest {
    private final String token = generated();
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private final Passes issuer = passes(token);
    private final Passes other = passes(token);

    @Test
    void passIsKnownToItsRouterWhileItsFetchLasts() {
        Passes alone = passes("a text that somebody made up");
        Ancestry caller = Ancestry.none();
        Pass pass = alone.issue(caller);
        assertThat(alone.find(pass.value())).contains(caller.child());
        pass.revoke().run();
        assertThat(alone.find(pass.value())).isEmpty();
        assertThat(alone.known()).isZero();
    }

    @Test
    void otherRoutersReadDepthAndCountTogetherWhatARequestLeadsTo() {
        Ancestry caller = Ancestry.none().child();
        Ancestry one = other.find(issuer.issue(caller).value()).orElseThrow();
        Ancestry two = other.find(issuer.issue(caller).value()).orElseThrow();
        assertThat(one.depth()).isEqualTo(2);
        assertThat(one.root()).isEqualTo(caller.root());
        assertThat(one.descendants()).isSameAs(two.descendants());
        Ancestry foreign = other.find(issuer.issue(Ancestry.none()).value()).orElseThrow();
        assertThat(foreign.descendants()).isNotSameAs(one.descendants());
    }

    @Test
    void nobodyElseMakesOrChangesAPass() {
        String pass = issuer.issue(Ancestry.none()).value();
        for (int i = 0; i < pass.length(); i++) {
            String changed = pass.substring(0, i) + (pass.charAt(i) == '0' ? '1' : '0') + pass.substring(i + 1);
            assertThat(other.find(changed)).as(changed).isEmpty();
        }
        for (String text : new String[] {"", ".", "0.0.0.0.0", "x".repeat(40_000), pass + "0"})
            assertThat(other.find(text)).isEmpty();
        assertThat(passes(generated()).find(pass)).isEmpty();
    }

    /** Whoever kept one cannot have others refused with it for ever. */
    @Test
    void passOfAnotherRouterEnds() {
        String pass = issuer.issue(Ancestry.none()).value();
        now = now.plus(PassSeal.VALID);
        assertThat(other.find(pass)).isPresent();
        now = now.plusSeconds(1);
        assertThat(other.find(pass)).isEmpty();
    }

    /** Strangers could try guesses of it. */
    @Test
    void tokenThatSomebodyMadeUpSealsNothing() {
        Passes weak = passes("correct horse battery");
        String pass = weak.issue(Ancestry.none()).value();
        assertThat(pass).matches("[0-9a-f]{32}");
        assertThat(passes("correct horse battery").find(pass)).isEmpty();
    }

    @Test
    void requestsThatAreRememberedHaveABound() {
        PassSeal seal = seal(token);
        for (int i = 0; i <= PassSeal.ROOTS_MAX; i++)
            assertThat(seal.read(seal.seal("0", Ancestry.none()))).isPresent();
        assertThat(seal.roots()).isEqualTo(PassSeal.ROOTS_MAX);
    }

    private Passes passes(String platformToken) {
        return new Passes(seal(platformToken));
    }

    private PassSeal seal(String platformToken) {
        return new PassSeal(Optional.of(platformToken), () -> now);
    }

    private static String generated() {
        return TokenText.random(Kind.platform, new SecureRandom()).text();
    }
}
