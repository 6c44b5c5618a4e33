package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void nothingSaidIsTheDefault() {
        var options = Options.of();
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.managementPort()).isEmpty();
        assertThat(options.dataDir()).isEqualTo(Path.of(".mayfly"));
        assertThat(options.engine()).isEqualTo("auto");
        assertThat(options.example()).isEqualTo(Options.Example.deployed);
        assertThat(options.verbosity()).isEqualTo(Options.Verbosity.quiet);
    }

    @Test
    void everyOptionIsHeard() {
        var options = Options.of(
                "--port",
                "1234",
                "--host=::1",
                "--management-port",
                "0",
                "--data-dir=/tmp/a b",
                "--engine",
                "jit",
                "--no-example",
                "--verbose");
        assertThat(options.port()).isEqualTo(1234);
        assertThat(options.host()).isEqualTo("::1");
        assertThat(options.managementPort()).hasValue(0);
        assertThat(options.dataDir()).isEqualTo(Path.of("/tmp/a b"));
        assertThat(options.engine()).isEqualTo("jit");
        assertThat(options.example()).isEqualTo(Options.Example.none);
        assertThat(options.verbosity()).isEqualTo(Options.Verbosity.verbose);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bogus|unknown option: --bogus",
                "port|unknown option: port",
                "--port|--port needs a value",
                "--port=|--port needs a value",
                "--port=http|--port takes a number from 0 to 65535, not http",
                "--port=65536|--port takes a number from 0 to 65535, not 65536",
                "--port=-1|--port takes a number from 0 to 65535, not -1",
                "--engine=v8|--engine takes one of auto, jit, interpreter, not v8",
                "--no-example=yes|--no-example takes no value",
            })
    void wrongOnesAreRefusedWithWhatWouldBeRight(String argument, String message) {
        assertThatThrownBy(() -> Options.of(argument))
                .isInstanceOf(Options.Misused.class)
                .hasMessage(message);
    }
}
