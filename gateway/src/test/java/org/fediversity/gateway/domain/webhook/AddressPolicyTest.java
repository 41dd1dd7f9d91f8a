package org.fediversity.gateway.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressPolicyTest {
    private final AddressPolicy strict = new AddressPolicy(List.of());

    private static InetAddress at(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @Test
    void special_addresses_are_refused() {
        for (String denied : List.of(
                "10.254.0.0",
                "192.168.10.65",
                "172.16.10.65",
                "0.1.2.3",
                "0.0.0.0",
                "127.0.0.1",
                "127.0.0.254",
                "127.254.254.254",
                "169.254.45.1",
                "169.254.169.254",
                "255.255.255.255",
                "224.1.2.3",
                "233.252.0.16",
                "192.0.0.0",
                "192.0.0.255",
                "192.0.2.255",
                "198.51.100.65",
                "203.0.113.6",
                "100.100.0.0",
                "192.88.99.3",
                "198.18.0.0",
                "240.240.240.240",
                "::0",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:0.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "2001:db8::1",
                "2002:7f00:1::1",
                "3fff::dead:beef",
                "fe80::dead:beef",
                "fd7a:115c:a1e0::1",
                "64:ff9b::c0a8:0",
                "64:ff9b::808:808",
                "64:ff9b:1::1",
                "5f00::dead:beef",
                "100::1:2:3:4",
                "ff02::1")) {
            assertThat(strict.allows(at(denied))).as(denied).isFalse();
        }
    }

    @Test
    void public_addresses_are_delivered_to() {
        for (String fine : List.of("1.1.1.1", "8.8.8.8", "::ffff:8.8.8.8", "2a01:4f8::1", "172.32.0.1", "11.0.0.1")) {
            assertThat(strict.allows(at(fine))).as(fine).isTrue();
        }
    }

    @Test
    void an_ipv4_address_hidden_in_ipv6_bytes_is_seen() throws UnknownHostException {
        byte[] compatible = new byte[16];
        compatible[12] = 10;
        compatible[15] = 1;
        assertThat(strict.allows(InetAddress.getByAddress(compatible))).isFalse();
        byte[] mapped = Arrays.copyOf(compatible, 16);
        mapped[10] = -1;
        mapped[11] = -1;
        assertThat(strict.allows(InetAddress.getByAddress(mapped))).isFalse();
    }

    @Test
    void configuration_allows_networks_addresses_and_names() {
        AddressPolicy policy = new AddressPolicy(List.of("127.0.0.0/8", "::1", "10.1.2.3", "Receiver.Internal", " "));
        assertThat(policy.allows(at("127.0.0.1"))).isTrue();
        assertThat(policy.isSpeciallyAllowed(at("127.9.9.9"))).isTrue();
        assertThat(policy.allows(at("::1"))).isTrue();
        assertThat(policy.allows(at("10.1.2.3"))).isTrue();
        assertThat(policy.allows(at("10.1.2.4"))).isFalse();
        assertThat(policy.isSpeciallyAllowed(at("8.8.8.8"))).isFalse();
        assertThat(policy.isAllowedHost("receiver.internal")).isTrue();
        assertThat(policy.isAllowedHost("internal")).isFalse();
    }

    @Test
    void a_network_that_is_none_is_told_at_once() {
        for (String wrong : List.of("127.0.0.0/33", "::1/129", "10.0.0.256", "10.0.0.0/x", "a/8")) {
            assertThatThrownBy(() -> new AddressPolicy(List.of(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
    }
}
