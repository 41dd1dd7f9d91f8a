package org.fediversity.gateway.domain.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which addresses deliveries may go to: public ones, and those that the set-up's configuration allows. The list is
/// that of IANA's special-purpose registries (RFC 6890 and its updates).
public final class AddressPolicy {
    private static final List<Network> DENIED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "255.255.255.255/32",
                    "::/128",
                    "::1/128",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Network::parse)
            .toList();

    private final List<Network> allowed;
    private final Set<String> hosts;

    /// @param allowed networks in CIDR notation, addresses and host names that are allowed although they are not public
    /// @throws IllegalArgumentException for what is none of these
    public AddressPolicy(List<String> allowed) {
        List<String> entries = allowed.stream()
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        this.allowed = entries.stream()
                .filter(AddressPolicy::isNumeric)
                .map(Network::parse)
                .toList();
        hosts = entries.stream()
                .filter(entry -> !isNumeric(entry))
                .map(entry -> entry.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isNumeric(String entry) {
        return entry.contains(":") || entry.contains("/") || entry.matches("[0-9.]+");
    }

    /// Whether the name itself was allowed by configuration, wherever it leads.
    public boolean isAllowedHost(String host) {
        return hosts.contains(host);
    }

    /// Whether a delivery may go to the address.
    public boolean allows(InetAddress address) {
        byte[] bytes = plain(address.getAddress());
        return allowed.stream().anyMatch(network -> network.holds(bytes))
                || DENIED.stream().noneMatch(network -> network.holds(bytes));
    }

    /// Whether something of that address was allowed by configuration: then plain HTTP and any port will do, too.
    public boolean isSpeciallyAllowed(InetAddress address) {
        byte[] bytes = plain(address.getAddress());
        return allowed.stream().anyMatch(network -> network.holds(bytes));
    }

    /// An IPv4 address in an IPv6 one (`::ffff:0:0/96`, `::/96`) is that IPv4 address.
    private static byte[] plain(byte[] address) {
        if (address.length != 16) {
            return address;
        }
        boolean zeros = true;
        for (int i = 0; i < 10; i++) {
            zeros &= address[i] == 0;
        }
        boolean mapped = zeros && address[10] == -1 && address[11] == -1;
        boolean compatible = zeros && address[10] == 0 && address[11] == 0 && !isTiny(address);
        return mapped || compatible ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /// `::` and `::1` are IPv6 addresses of their own.
    private static boolean isTiny(byte[] address) {
        return address[12] == 0 && address[13] == 0 && address[14] == 0 && (address[15] == 0 || address[15] == 1);
    }

    private record Network(byte[] prefix, int bits) {
        static Network parse(String text) {
            String[] parts = text.strip().split("/");
            try {
                byte[] prefix = InetAddress.ofLiteral(parts[0]).getAddress();
                int bits = parts.length > 1 ? Integer.parseInt(parts[1]) : prefix.length * 8;
                if (bits < 0 || bits > prefix.length * 8) {
                    throw new IllegalArgumentException("a prefix of " + bits + " bits");
                }
                return new Network(prefix, bits);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("not a network: " + text, e);
            }
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
