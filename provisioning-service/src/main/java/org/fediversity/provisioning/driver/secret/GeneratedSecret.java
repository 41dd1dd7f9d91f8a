package org.fediversity.provisioning.driver.secret;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.fediversity.provisioning.domain.Offer;
import org.fediversity.provisioning.driver.Endpoint;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.fediversity.provisioning.driver.Secret;
import org.fediversity.provisioning.driver.SecretDriver;

/// Secrets made up here: `random` (URL-safe base64 of `bytes`, 32), `rsa` (`bits`, 2048) and `ed25519` key pairs as PEM
/// (PKCS #8 and X.509), `vapid` key pairs as RFC 8292 wants them (P-256, raw, URL-safe base64).
public final class GeneratedSecret implements SecretDriver {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String VALUE = "value";
    private static final String PRIVATE = "privateKey";
    private static final String PUBLIC = "publicKey";

    @Override
    public String name() {
        return "secret";
    }

    @Override
    public Outcome ensure(Order order) {
        String kind = order.request().getOrDefault("kind", "random").toString();
        int bytes = order.number(order.request(), "bytes").orElse(32);
        int bits = order.number(order.request(), "bits").orElse(2048);
        if (bytes < 16 || bytes > 1024) {
            return new Outcome.Refused("a random secret has 16 to 1024 bytes, not " + bytes);
        }
        if (bits < 2048 || bits > 4096) {
            return new Outcome.Refused("an RSA key has 2048 to 4096 bits, not " + bits);
        }
        return switch (kind) {
            case "random" -> new Outcome.Ready(Map.of(), Map.of(VALUE, keep(order, VALUE, () -> random(bytes))));
            case "rsa", "ed25519", "vapid" -> pair(order, kind, bits);
            default -> new Outcome.Refused("a secret is random, rsa, ed25519 or vapid, not '" + kind + "'");
        };
    }

    @Override
    public Outcome release(Order order) {
        return Outcome.Ready.DONE;
    }

    @Override
    public Outcome probe(Offer offer, Endpoint endpoint) {
        return Outcome.Ready.DONE;
    }

    /// Both halves are remembered as one, so that they belong together whatever happens in between.
    private static Outcome pair(Order order, String kind, int bits) {
        Optional<String> privateKey = carried(order, PRIVATE);
        Optional<String> publicKey = carried(order, PUBLIC);
        if (privateKey.isPresent() && publicKey.isEmpty()) {
            return new Outcome.Refused("the key pair that is to move along came without its public half");
        }
        Secret pair = order.memory().remember("pair", () -> {
            Map<String, String> made = privateKey.isPresent() && publicKey.isPresent()
                    ? Map.of(PRIVATE, privateKey.get(), PUBLIC, publicKey.get())
                    : generate(kind, bits);
            return new Secret(made.get(PRIVATE) + "\u0000" + made.get(PUBLIC));
        });
        String[] halves = pair.text().split("\u0000", 2);
        return new Outcome.Ready(Map.of(PUBLIC, halves[1]), Map.of(PRIVATE, new Secret(halves[0])));
    }

    private static Secret keep(Order order, String field, Supplier<String> made) {
        return order.memory()
                .remember(field, () -> new Secret(carried(order, field).orElseGet(made)));
    }

    private static Optional<String> carried(Order order, String field) {
        return Optional.ofNullable(order.carried().get(field)).map(Secret::text);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return url(random);
    }

    private static Map<String, String> generate(String kind, int bits) {
        try {
            return switch (kind) {
                case "rsa" -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                    generator.initialize(bits);
                    yield pem(generator.generateKeyPair());
                }
                case "ed25519" -> pem(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
                default -> vapid();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + kind, e);
        }
    }

    private static Map<String, String> vapid() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        byte[] uncompressed = new byte[65];
        uncompressed[0] = 4;
        System.arraycopy(fixed(point.getAffineX()), 0, uncompressed, 1, 32);
        System.arraycopy(fixed(point.getAffineY()), 0, uncompressed, 33, 32);
        return Map.of(PRIVATE, url(fixed(((ECPrivateKey) pair.getPrivate()).getS())), PUBLIC, url(uncompressed));
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static Map<String, String> pem(KeyPair pair) {
        return Map.of(
                PRIVATE, pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                PUBLIC, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
