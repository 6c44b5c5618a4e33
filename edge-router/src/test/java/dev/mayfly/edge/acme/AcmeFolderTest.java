package dev.mayfly.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeFolderTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path home;

    private AcmeFolder folder;

    @BeforeEach
    void open() throws Exception {
        folder = new AcmeFolder(home);
    }

    @Test
    void accountHasOneKeyForEverAndItIsItsOwnersAlone() throws Exception {
        KeyPair made = folder.account();
        KeyPair again = new AcmeFolder(home).account();
        assertThat(again.getPrivate().getEncoded()).isEqualTo(made.getPrivate().getEncoded());
        assertThat(again.getPublic()).isEqualTo(made.getPublic());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("account.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void pausesDoubleUpToABoundAndOutliveARestart() throws Exception {
        assertThat(attempts().pausedUntil(NOW)).isEmpty();
        for (int minutes : new int[] {10, 20, 40, 60, 60}) {
            attempts().begin(NOW);
            assertThat(attempts().pausedUntil(NOW)).contains(NOW.plus(Duration.ofMinutes(minutes)));
            assertThat(attempts().pausedUntil(NOW.plus(Duration.ofMinutes(minutes))))
                    .isEmpty();
        }
        attempts().succeeded();
        assertThat(attempts().pausedUntil(NOW)).isEmpty();
        attempts().begin(NOW);
        assertThat(attempts().pausedUntil(NOW)).contains(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void clockThatWentBackHoldsNobodyUp() throws Exception {
        attempts().begin(NOW.plus(Duration.ofDays(400)));
        assertThat(attempts().pausedUntil(NOW)).isEmpty();
    }

    @Test
    void whatMayBeAskedForIsWhole() throws Exception {
        folder.expect("token", "answer");
        Files.writeString(home.resolve("challenges/.new123"), "half");
        assertThat(folder.expected()).containsOnlyKeys("token");
    }

    @Test
    void whatCannotBeReadIsAFailure() throws Exception {
        Files.writeString(home.resolve("failures"), "torn");
        assertThat(attempts().pausedUntil(Instant.now())).isPresent();
    }

    @Test
    void oneAtATimeAndWhatTheKilledLeftIsSwept() throws Exception {
        Files.writeString(home.resolve(".new123"), "half");
        folder.expect("token", "answer");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread first = Thread.startVirtualThread(() -> {
            try {
                folder.alone(() -> {
                    inside.countDown();
                    over.await(20, TimeUnit.SECONDS);
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        AtomicBoolean second = new AtomicBoolean();
        assertThat(new AcmeFolder(home).alone(() -> second.set(true))).isFalse();
        over.countDown();
        first.join();
        assertThat(second).isFalse();
        assertThat(home.resolve(".new123")).doesNotExist();
        assertThat(folder.challenge("token")).doesNotExist();
    }

    private Attempts attempts() throws Exception {
        return new Attempts(new AcmeFolder(home), Duration.ofMinutes(10), Duration.ofHours(1));
    }
}
