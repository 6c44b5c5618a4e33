package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.tokens.TokenText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void inANewFolder() {
        home = folder.resolve("deep/data");
    }

    @Test
    void itIsMadeForItsOwnerAlone() throws Exception {
        try (var data = DataDirectory.open(home)) {
            data.renewable("token");
        }
        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(permissions(home.resolve("token"))).isEqualTo("rw-------");
        assertThat(permissions(home.resolve("lock"))).isEqualTo("rw-------");
    }

    @Test
    void itIsClosedToOthersWhenItWasOpen() throws Exception {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataDirectory.open(home).close();
        assertThat(permissions(home)).isEqualTo("rwx------");
    }

    @Test
    void secretsStayAndDiffer() throws Exception {
        try (var data = DataDirectory.open(home)) {
            var token = data.renewable("token");
            assertThat(data.renewable("token")).isEqualTo(token);
            assertThat(data.irreplaceable("secrets-key")).isNotEqualTo(token);
            assertThat(token.toString()).doesNotContain(token.hex());
        }
    }

    @Test
    void aDatabaseThatIsLostIsNotMadeAnew() throws Exception {
        try (var data = DataDirectory.open(home)) {
            data.requireDatabase();
            Files.createDirectory(data.postgres().data());
            data.hasDatabase();
            data.requireDatabase();
            Files.delete(data.postgres().data());
            assertThatThrownBy(data::requireDatabase)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("postgres is missing")
                    .hasMessageContaining("Put it back");
        }
    }

    @Test
    void aSecretThatOthersCouldReadIsClosed() throws Exception {
        try (var data = DataDirectory.open(home)) {
            data.renewable("token");
            Files.setPosixFilePermissions(data.token(), PosixFilePermissions.fromString("rw-r--r--"));
            data.renewable("token");
            assertThat(permissions(data.token())).isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondMayflyIsToldWhoHoldsIt() throws Exception {
        try (var data = DataDirectory.open(home)) {
            refused(
                    () -> DataDirectory.open(home),
                    "in use by the Mayfly with process id "
                            + ProcessHandle.current().pid());
        }
        DataDirectory.open(home).close();
    }

    @Test
    void aFileInItsPlaceIsRefusedAndKept() throws Exception {
        Files.createDirectories(home.getParent());
        Files.writeString(home, "junk");
        refused(() -> DataDirectory.open(home), "is a file, not a directory");
        assertThat(home).hasContent("junk");
    }

    @Test
    void aFolderWithOtherThingsIsRefusedAndKept() throws Exception {
        Files.createDirectories(home);
        Files.writeString(home.resolve("thesis.txt"), "work of years");
        var before = permissions(home);
        refused(() -> DataDirectory.open(home), "it holds thesis.txt");
        assertThat(permissions(home)).isEqualTo(before);
        assertThat(home.resolve("lock")).doesNotExist();
    }

    @Test
    void aLaterFormatIsRefused() throws Exception {
        DataDirectory.open(home).close();
        Files.writeString(home.resolve("format"), "Mayfly data directory, format 2\n");
        refused(() -> DataDirectory.open(home), "another version of Mayfly");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "zz", "\u0000\u0001"})
    void aDamagedSecretIsRefusedAndKept(String content) throws Exception {
        try (var data = DataDirectory.open(home)) {
            Files.writeString(home.resolve("secrets-key"), content);
            refused(() -> data.irreplaceable("secrets-key"), "secrets-key is damaged");
            assertThat(home.resolve("secrets-key")).hasContent(content);
        }
    }

    @Test
    void tokensStayAndAreOfTheirKind() throws Exception {
        try (var data = DataDirectory.open(home)) {
            var token = data.operatorToken();
            assertThat(data.operatorToken()).isEqualTo(token);
            assertThat(data.token()).hasContent(token.text());
            assertThat(permissions(data.token())).isEqualTo("rw-------");
            assertThat(token.kind()).isEqualTo(TokenText.Kind.operator);
            assertThat(data.platformToken().kind()).isEqualTo(TokenText.Kind.platform);
        }
    }

    @Test
    void aTokenOfAnEarlierDirectoryIsMadeAnew() throws Exception {
        try (var data = DataDirectory.open(home)) {
            var before = data.renewable("token").hex();
            assertThat(data.operatorToken().text()).isNotEqualTo(before).startsWith("mfot_");
            assertThat(data.token()).hasContent(data.operatorToken().text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "mfat_10000000000000000000000000000003jOw3w", "mfot_1"})
    void aDamagedTokenIsRefusedAndKept(String content) throws Exception {
        try (var data = DataDirectory.open(home)) {
            Files.writeString(data.token(), content);
            refused(data::operatorToken, "token is damaged");
            assertThat(data.token()).hasContent(content);
        }
    }

    @Test
    void aFolderInPlaceOfASecretIsRefused() throws Exception {
        try (var data = DataDirectory.open(home)) {
            Files.createDirectory(home.resolve("token"));
            refused(() -> data.renewable("token"), "token is damaged");
        }
    }

    @Test
    void aLostKeyOfExistingDataIsRefused() throws Exception {
        try (var data = DataDirectory.open(home)) {
            Files.createDirectory(home.resolve("postgres"));
            refused(() -> data.irreplaceable("secrets-key"), "secrets-key is missing");
            assertThat(data.renewable("token").hex()).hasSize(64);
        }
    }

    @Test
    void aPlaceThatTakesNoFilesIsRefused() {
        refused(() -> DataDirectory.open(Path.of("/proc/mayfly")), "/proc/mayfly cannot be used");
    }

    private static void refused(ThrowingCallable opening, String why) {
        assertThatThrownBy(opening).isInstanceOf(StartRefused.class).hasMessageContaining(why);
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
