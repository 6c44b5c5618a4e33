package dev.mayfly.control.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.control.secrets.SecretBox.Sealed;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private final SecretBox box = new SecretBox(key(1));

    @Test
    void whatIsSealedOpens() {
        assertThat(box.open("a/f/KEY", box.seal("a/f/KEY", "päss 🔑"))).isEqualTo("päss 🔑");
        assertThat(box.open("a/f/KEY", box.seal("a/f/KEY", ""))).isEmpty();
    }

    @Test
    void sameTextLooksDifferentEachTime() {
        Sealed first = box.seal("n", "text");
        Sealed second = box.seal("n", "text");
        assertThat(first.nonce()).isNotEqualTo(second.nonce());
        assertThat(first.bytes()).isNotEqualTo(second.bytes());
    }

    @Test
    void itOpensUnderItsOwnNameOnly() {
        Sealed sealed = box.seal("a/f/KEY", "text");
        assertThatThrownBy(() -> box.open("b/f/KEY", sealed))
                .hasMessageContaining("does not open")
                .hasMessageNotContaining("text");
    }

    @Test
    void changedBytesDoNotOpen() {
        Sealed sealed = box.seal("n", "text");
        sealed.bytes()[0] ^= 1;
        assertThatThrownBy(() -> box.open("n", sealed)).hasMessageContaining("does not open");
    }

    @Test
    void anotherKeyIsNamed() {
        Sealed sealed = box.seal("n", "text");
        assertThatThrownBy(() -> new SecretBox(key(2)).open("n", sealed)).hasMessageContaining(sealed.keyId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "AAAA", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ=="})
    void keyThatIsNoneIsRefusedWithAWayOut(String key) {
        assertThatThrownBy(() -> new SecretBox(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mayfly.control.secrets-key")
                .hasMessageContaining("openssl rand -base64 32");
    }

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
