package dev.mayfly.edge.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.edge.addresses.Addresses;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function may connect to. */
class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.169.254",
                "169.254.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "2130706433",
                "127.1",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::808:808",
                "64:ff9b:1::a00:1",
                "100::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:808:808::1",
                "3fff::1",
                "5f00::1",
                "4000::1"
            })
    void isNotPublic(String address) throws Exception {
        InetAddress inet = InetAddress.getByName(address);
        assertThat(Addresses.isPublic(inet)).isFalse();
        assertThat(new EgressRules(Egress.OPEN).allows("host", inet, 80)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2001:4860:4860::8888",
                "2a00:1450::1",
                "2003::1"
            })
    void isPublic(String address) throws Exception {
        InetAddress inet = InetAddress.getByName(address);
        assertThat(Addresses.isPublic(inet)).isTrue();
        assertThat(new EgressRules(new Egress(Egress.Mode.none, List.of(address))).allows(address, inet, 80))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, any, 127.0.0.1, 9000, true",
        "127.0.0.1:9000, any, 127.0.0.1, 9001, false",
        "127.0.0.1:9000, any, 127.0.0.2, 9000, false",
        "127.0.0.1, any, 127.0.0.1, 1, true",
        "10.1.0.0/16, any, 10.1.255.1, 80, true",
        "10.1.0.0/16, any, 10.2.0.1, 80, false",
        "10.1.0.0/17, any, 10.1.128.1, 80, false",
        "fd00::/8, any, fd12::1, 80, true",
        "fd00::/8, any, fe80::1, 80, false",
        "[::1]:8080, any, ::1, 8080, true",
        "[::1]:8080, any, ::1, 80, false",
        "db.internal, db.internal, 10.0.0.1, 80, true",
        "DB.internal., db.internal, 10.0.0.1, 80, true",
        "db.internal, other.internal, 10.0.0.1, 80, false",
        "db.internal:5432, db.internal, 10.0.0.1, 5432, true",
        "db.internal:5432, db.internal, 10.0.0.1, 80, false",
        "10.0.0.0/33, any, 10.0.0.1, 80, false",
        "10.0.0.0/x, any, 10.0.0.1, 80, false",
        "*, any, 10.0.0.1, 80, false",
        "'', any, 10.0.0.1, 80, false",
        "http://10.0.0.1, any, 10.0.0.1, 80, false"
    })
    void policyNamesWhatElseIsAllowed(String entry, String host, String address, int port, boolean allowed)
            throws Exception {
        EgressRules rules = new EgressRules(new Egress(Egress.Mode.open, List.of(entry)));
        assertThat(rules.allows(host, InetAddress.getByName(address), port)).isEqualTo(allowed);
    }

    @Test
    void closedEgressAllowsNotEvenWhatItNames() throws Exception {
        EgressRules rules = new EgressRules(new Egress(Egress.Mode.none, List.of("10.0.0.0/8", "db")));
        assertThat(rules.allows("db", InetAddress.getByName("10.0.0.1"), 80)).isFalse();
    }
}
