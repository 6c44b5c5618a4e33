package dev.mayfly.standalone.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.isolates.LockIn;
import dev.mayfly.isolates.LockIn.Layer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final Finding GOOD = Finding.good("machine", "disk", "300 MB free");
    private static final Finding WEAKER = Finding.weaker("machine", "port 8080", "in use", "choose another --port");

    @TempDir
    Path folder;

    @Test
    void aMissingWallIsWeakerAndACapOnMemoryIsNot() {
        var all = EnumSet.allOf(Layer.class);
        assertThat(Doctor.well(Machine.walls(new LockIn(all, List.of())))).isTrue();
        assertThat(Doctor.well(Machine.walls(without(Layer.cappedMemory)))).isTrue();
        assertThat(Doctor.well(Machine.walls(without(Layer.noFiles)))).isFalse();
        assertThat(Machine.walls(without(Layer.noFiles))).hasSize(Layer.values().length + 1);
    }

    @Test
    void aRemedyStandsBelowWhatItMakesBetter() {
        assertThat(Doctor.text(List.of(GOOD, WEAKER), false)).isEqualTo("""
                machine
                  + disk              300 MB free
                  ! port 8080         in use
                                 try: choose another --port

                It works, but weaker than it could.
                """);
    }

    @Test
    void coloursComeOnlyWhenAskedFor() {
        assertThat(Doctor.text(List.of(GOOD), false)).doesNotContain("\u001b").contains("All is well.");
        assertThat(Doctor.text(List.of(GOOD), true)).contains("\u001b[32m");
    }

    @Test
    void jsonSaysTheSame() throws Exception {
        var json = new ObjectMapper().readTree(Doctor.json(List.of(GOOD, WEAKER)));
        assertThat(json.path("well").asBoolean()).isFalse();
        assertThat(json.at("/findings/1/state").asText()).isEqualTo("weaker");
        assertThat(json.at("/findings/1/remedy").asText()).isEqualTo("choose another --port");
    }

    @Test
    void aWrongCommandLineIsRefused() throws Exception {
        for (var wrong : List.of(List.of("--what"), List.of("--port"), List.of("--port", "x"), List.of("--port", "0")))
            assertThat(refused(wrong))
                    .startsWith(
                            "mayfly doctor: " + wrong.getFirst() + " is no option, or its value is missing or wrong");
    }

    @Test
    void aWrongCommandLineIsRefusedInJsonWhereItAsksForThat() throws Exception {
        for (var wrong : List.of(List.of("--json", "--what"), List.of("--port", "x", "--json"))) {
            var said = new ObjectMapper().readTree(refused(wrong));
            assertThat(said.path("code").asText()).isEqualTo("misused");
            assertThat(said.path("detail").asText()).contains("is no option");
            assertThat(said.path("exitCode").asInt()).isEqualTo(2);
        }
    }

    private static String refused(List<String> line) throws Exception {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        assertThat(Doctor.run(line, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)))
                .as(line.toString())
                .isEqualTo(2);
        assertThat(out.size()).isZero();
        return err.toString(UTF_8);
    }

    @Test
    void aDirectoryThatNobodyHoldsHasNoPlatform() throws Exception {
        assertThat(RunningPlatform.on(folder)).isEmpty();
        Files.writeString(folder.resolve("management-port"), "8081\n");
        Files.writeString(folder.resolve("lock"), "2147483646\n");
        assertThat(RunningPlatform.on(folder)).isEmpty();
        Files.writeString(folder.resolve("lock"), ProcessHandle.current().pid() + "\n");
        assertThat(RunningPlatform.on(folder)).isPresent();
    }

    @Test
    void whatIsNotReadyIsNamed() throws Exception {
        assertThat(running("{\"status\":\"UP\",\"checks\":[{\"name\":\"workers\",\"status\":\"UP\"}]}"))
                .isEqualTo("ready");
        assertThat(running("""
                {"status":"DOWN","checks":[{"name":"workers","status":"DOWN"},{"name":"redis","status":"UP"},
                 {"name":"deployments","status":"DOWN"}]}""")).isEqualTo("not ready: workers, deployments");
        assertThat(running("{}")).isEqualTo("not ready: it does not say why");
    }

    /** What is found of a platform whose health is that. */
    private static String running(String health) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(503, health.length());
            exchange.getResponseBody().write(health.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        try {
            var found = new RunningPlatform(1, server.getAddress().getPort()).findings();
            return found.getFirst().detail();
        } finally {
            server.stop(0);
        }
    }

    private static LockIn without(Layer layer) {
        return new LockIn(EnumSet.complementOf(EnumSet.of(layer)), List.of("it is not installed"));
    }
}
