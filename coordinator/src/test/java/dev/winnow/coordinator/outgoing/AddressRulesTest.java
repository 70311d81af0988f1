package dev.winnow.coordinator.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static final AddressRules PUBLIC_ONLY = new AddressRules(List.of());

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
                "127.255.0.9",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.0.192",
                "192.0.2.7",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.3",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255"
            })
    void ipv4_that_is_not_public_is_refused(String address) throws Exception {
        assertThat(PUBLIC_ONLY.allows(of(address))).isFalse();
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
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:400a:80c::200e",
                "2001:4860:4860::8888",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1"
            })
    void what_is_public_is_allowed_up_to_the_neighbours_of_each_range(String address) throws Exception {
        assertThat(PUBLIC_ONLY.allows(of(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "::7f00:1",
                "::10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::10.1.2.3",
                "64:ff9b::169.254.169.254",
                "64:ff9b:1::8.8.8.8",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "2002:a00:1::",
                "2002:a9fe:a9fe::1",
                "2002:c0a8:101::1",
                "3fff::1",
                "3fff:fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff:ffff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff0e::1"
            })
    void ipv6_that_is_not_public_is_refused_and_so_is_what_carries_such_an_ipv4(String address) throws Exception {
        assertThat(PUBLIC_ONLY.allows(of(address))).isFalse();
    }

    @Test
    void ipv4_mapped_addresses_are_judged_as_what_they_are() throws Exception {
        for (String mapped : List.of("::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "::ffff:192.168.1.1")) {
            assertThat(PUBLIC_ONLY.allows(of(mapped))).as(mapped).isFalse();
        }
        // As a resolver could hand it over: sixteen bytes, not made smaller.
        byte[] sixteen = new byte[16];
        sixteen[10] = -1;
        sixteen[11] = -1;
        sixteen[12] = 127;
        sixteen[15] = 1;
        assertThat(PUBLIC_ONLY.allows(java.net.Inet6Address.getByAddress("x", sixteen, 1)))
                .isFalse();
        assertThat(PUBLIC_ONLY.allows(of("::ffff:8.8.8.8"))).isTrue();
    }

    @Test
    void the_operator_may_allow_networks_and_nothing_beside_them() throws Exception {
        AddressRules rules = new AddressRules(List.of(Network.of("10.20.0.0/16"), Network.of("fd00:1::/32")));

        assertThat(rules.allows(of("10.20.255.1"))).isTrue();
        assertThat(rules.allows(of("64:ff9b::10.20.0.1"))).isTrue();
        assertThat(rules.allows(of("fd00:1::5"))).isTrue();
        assertThat(rules.allows(of("10.21.0.1"))).isFalse();
        assertThat(rules.allows(of("fd00:2::5"))).isFalse();
        assertThat(rules.allows(of("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "localhost/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0.1/8",
                "fc00::/129",
                "1.2.3/8",
                "256.0.0.0/8",
                "::zz/8"
            })
    void a_network_that_is_none_is_refused(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_address_alone_is_a_network_of_one() throws Exception {
        assertThat(Network.of("127.0.0.1").contains(of("127.0.0.1"))).isTrue();
        assertThat(Network.of("127.0.0.1").contains(of("127.0.0.2"))).isFalse();
        assertThat(Network.of("::1").contains(of("::1"))).isTrue();
        assertThat(Network.of("0.0.0.0/0").contains(of("9.9.9.9"))).isTrue();
        assertThat(Network.of("0.0.0.0/0").contains(of("::1"))).isFalse();
    }

    private static InetAddress of(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }
}
