package dev.mayfly.control.temporary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import java.security.SecureRandom;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofOfWorkTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SecretKeySpec KEY = new SecretKeySpec(new byte[32], "HmacSHA256");
    private static final ProofOfWork.Size SIZE = new ProofOfWork.Size(10, 5);
    private final SecureRandom random = new SecureRandom();
    private final byte[] seed = new byte[32];

    @Test
    void workIsAccepted() {
        byte[] solved = ProofOfWork.solve(seed, SIZE);
        assertThat(solved).hasSize(11 * 32);
        assertThatCode(() -> ProofOfWork.check(seed, SIZE, solved, random)).doesNotThrowAnyException();
    }

    @Test
    void everySegmentOfAShortWorkIsLookedAt() {
        for (int checkpoint = 0; checkpoint <= 10; checkpoint++) {
            byte[] changed = ProofOfWork.solve(seed, SIZE);
            changed[checkpoint * 32]++;
            assertThatThrownBy(() -> ProofOfWork.check(seed, SIZE, changed, random))
                    .isInstanceOf(Problem.Invalid.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "8001, 1", "1, 8001", "-1, -1"})
    void sizeIsBounded(int segments, int steps) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProofOfWork.Size(segments, steps));
    }

    @Test
    void challengeComesBackAsItWas() {
        Challenge challenge = Challenge.random(random, SIZE, NOW.plusSeconds(60));
        Challenge read = Challenge.read(challenge.signed(KEY), KEY, NOW);
        assertThat(read.id()).isEqualTo(challenge.id());
        assertThat(read.seed()).isEqualTo(challenge.seed());
        assertThat(read.size()).isEqualTo(SIZE);
        assertThat(read.expiresAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void challengeThatHasEndedIsRefused() {
        String signed = Challenge.random(random, SIZE, NOW).signed(KEY);
        assertThatThrownBy(() -> Challenge.read(signed, KEY, NOW)).hasMessageContaining("ended");
    }

    @Test
    void challengeOfAnotherKeyIsRefused() {
        String signed = Challenge.random(random, SIZE, NOW.plusSeconds(60))
                .signed(new SecretKeySpec(new byte[] {1}, "HmacSHA256"));
        assertThatThrownBy(() -> Challenge.read(signed, KEY, NOW)).hasMessageContaining("no challenge");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0",
        "2001:db8:1:2::1%eth0, 2001:db8:1:2:0:0:0:0",
        "example.com, unknown",
        "'', unknown"
    })
    void whoCanChooseAddressesIsOne(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }
}
