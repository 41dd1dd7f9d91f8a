package org.fediversity.gateway;

import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/// Tokens of the tests' issuer.
final class Tokens {
    private Tokens() {}

    static String of(String subject, String... roles) {
        return issue(subject, Instant.now().plus(Duration.ofHours(1)), roles);
    }

    static String expired(String subject, String... roles) {
        return issue(subject, Instant.now().minus(Duration.ofHours(1)), roles);
    }

    private static String issue(String subject, Instant until, String... roles) {
        return Jwt.claims()
                .issuer(setting("fediversity.oidc.issuer"))
                .subject(subject)
                .issuedAt(until.minus(Duration.ofHours(2)))
                .expiresAt(until)
                .claim("realm_access", Map.of("roles", List.of(roles)))
                .jws()
                .keyId("test")
                .sign(key());
    }

    private static PrivateKey key() {
        try {
            byte[] encoded = Base64.getDecoder().decode(setting("test.key"));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
