package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortsTest {
    private ServerSocket taken;

    @BeforeEach
    void takeOne() throws Exception {
        taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void giveItBack() throws Exception {
        taken.close();
    }

    @Test
    void aTakenPortIsToldWithItsOption() {
        assertThatThrownBy(() -> Ports.of(Options.of("--port", port())))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("Port " + port() + " is in use")
                .hasMessageContaining("--port");
    }

    @Test
    void aTakenManagementPortIsToldWithItsOption() {
        assertThatThrownBy(() -> Ports.of(Options.of("--port", "0", "--management-port", port())))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("choose another one with --management-port");
    }

    @Test
    void theManagementPortEvadesATakenNeighbour() throws Exception {
        var before = taken.getLocalPort() - 1;
        var ports = new Ports(before, Ports.managementAfter(before));
        assertThat(ports.management()).isNotEqualTo(taken.getLocalPort()).isPositive();
    }

    @Test
    void theLastPortHasNoNeighbour() throws Exception {
        assertThat(Ports.managementAfter(65_535)).isBetween(1, 65_535);
    }

    @Test
    void onePortCannotServeBoth() {
        assertThatThrownBy(() -> Ports.of(Options.of("--port", "18080", "--management-port", "18080")))
                .isInstanceOf(Options.Misused.class);
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() {
        assertThatThrownBy(() -> Ports.of(Options.of("--port", "0", "--host", "203.0.113.1")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("--host 203.0.113.1 is no address of this machine");
    }

    private String port() {
        return Integer.toString(taken.getLocalPort());
    }
}
