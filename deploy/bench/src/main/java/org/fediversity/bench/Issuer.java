package org.fediversity.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// An OIDC issuer for one key, so that the gateway checks tokens as it always does, without Keycloak.
final class Issuer {
    /// What may do everything that is measured.
    static final String ALL_ROLES = "\"auditor\",\"operator\",\"maintainer\",\"service\"";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final HttpServer server;

    Issuer() throws GeneralSecurityException, IOException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        server = Surroundings.server();
        answer("/", jwks());
        answer(
                "/protocol/openid-connect/token",
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":7200}"
                        .formatted(token("bench", ALL_ROLES)));
    }

    private void answer(String path, String json) {
        byte[] published = json.getBytes(UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, published.length);
                exchange.getResponseBody().write(published);
            }
        });
    }

    String address() {
        return Surroundings.address(server);
    }

    /// Good for two hours.
    ///
    /// @param roles as JSON strings
    String token(String subject, String roles) throws GeneralSecurityException {
        var now = Instant.now();
        var claims = """
                {"iss":"%s","sub":"%s","azp":"fediversity-cli","typ":"Bearer","iat":%d,"exp":%d,\
                "realm_access":{"roles":[%s]}}""".formatted(
                        address(),
                        subject,
                        now.getEpochSecond(),
                        now.plus(Duration.ofHours(2)).getEpochSecond(),
                        roles);
        var signed = encoded("{\"alg\":\"RS256\",\"kid\":\"bench\",\"typ\":\"JWT\"}") + "." + encoded(claims);
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes(UTF_8));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private String jwks() {
        var key = (RSAPublicKey) keys.getPublic();
        return """
                {"keys":[{"kid":"bench","kty":"RSA","alg":"RS256","use":"sig","n":"%s","e":"%s"}]}""".formatted(
                        BASE64.encodeToString(unsigned(key.getModulus().toByteArray())),
                        BASE64.encodeToString(unsigned(key.getPublicExponent().toByteArray())));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(UTF_8));
    }
}
