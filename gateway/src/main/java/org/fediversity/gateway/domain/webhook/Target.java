package org.fediversity.gateway.domain.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a webhook goes, as written by its owner and read by nobody else's rules than these.
///
/// @param host      a name or an address in its usual notation, in small letters
/// @param pathQuery begins with a slash
public record Target(boolean tls, String host, int port, String pathQuery) {
    private static final Set<Integer> USUAL_PORTS = Set.of(80, 443);

    /// Reads an address.
    ///
    /// @throws IllegalArgumentException with a sentence for the owner
    public static Target parse(String url) {
        if (url.length() > 2000 || !url.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new IllegalArgumentException("an http or https URL in ASCII of at most 2000 characters is expected");
        }
        URI uri;
        try {
            uri = new URI(url).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("that is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("only http and https are spoken");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a URL with a user in it is not accepted");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a URL with a fragment is not accepted");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new IllegalArgumentException("there is no such port");
        }
        boolean tls = scheme.equals("https");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Target(tls, host(uri.getHost()), uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80, path + query);
    }

    private static String host(@Nullable String given) {
        if (given == null || given.isEmpty()) {
            throw new IllegalArgumentException("the URL has no host");
        }
        String host = given.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        boolean numeric = !last.isEmpty() && (Character.isDigit(last.charAt(0)) || last.startsWith("0x"));
        if (!host.startsWith("[") && numeric && !host.matches("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}")) {
            throw new IllegalArgumentException("the host is neither a name nor an address in the usual notation");
        }
        if (host.contains("%")) {
            throw new IllegalArgumentException("an address with a zone is not accepted");
        }
        return host;
    }

    /// Whether the port is one that strangers' services listen on.
    public boolean hasUsualPort() {
        return USUAL_PORTS.contains(port);
    }

    /// As in the `Host` header.
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }
}
