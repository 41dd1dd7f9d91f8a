package org.fediversity.provisioning.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.fediversity.provisioning.domain.AllocationId;
import org.junit.jupiter.api.Test;

/// What every driver of secrets promises.
public abstract class SecretDriverContract extends DriverContract {
    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private void signs(String kind, String algorithm, String signature) throws GeneralSecurityException {
        Outcome.Ready ready = ready(driver().ensure(order(Map.of("kind", kind))));
        KeyFactory keys = KeyFactory.getInstance(algorithm);
        Signature signer = Signature.getInstance(signature);
        byte[] message = "a note".getBytes(StandardCharsets.UTF_8);
        signer.initSign(keys.generatePrivate(
                new PKCS8EncodedKeySpec(der(ready.secrets().get("privateKey").text()))));
        signer.update(message);
        byte[] signed = signer.sign();
        signer.initVerify(keys.generatePublic(
                new X509EncodedKeySpec(der(ready.values().get("publicKey").toString()))));
        signer.update(message);
        assertThat(signer.verify(signed)).isTrue();
    }

    @Test
    void key_pairs_belong_together() throws GeneralSecurityException {
        signs("rsa", "RSA", "SHA256withRSA");
        signs("ed25519", "Ed25519", "Ed25519");
    }

    @Test
    void vapid_keys_are_raw_points_of_p_256() {
        Outcome.Ready ready = ready(driver().ensure(order(Map.of("kind", "vapid"))));
        assertThat(Base64.getUrlDecoder().decode(ready.values().get("publicKey").toString()))
                .hasSize(65)
                .startsWith((byte) 4);
        assertThat(Base64.getUrlDecoder()
                        .decode(ready.secrets().get("privateKey").text()))
                .hasSize(32);
    }

    @Test
    void random_ones_have_the_size_that_was_asked_for() {
        Outcome.Ready ready = ready(driver().ensure(order(Map.of("kind", "random", "bytes", 48))));
        assertThat(Base64.getUrlDecoder().decode(ready.secrets().get("value").text()))
                .hasSize(48);
    }

    @Test
    void two_secrets_are_never_the_same() {
        assertThat(ready(driver().ensure(order(request()))).secrets())
                .isNotEqualTo(ready(driver().ensure(order(request()))).secrets());
    }

    @Test
    void one_that_moves_along_is_taken_as_it_is() {
        Outcome.Ready source = ready(driver().ensure(order(Map.of("kind", "ed25519"))));
        Map<String, Secret> carried = new LinkedHashMap<>(source.secrets());
        source.values().forEach((field, value) -> carried.put(field, new Secret(value.toString())));
        Order target = Orders.of(
                "secret",
                endpoint(),
                new AllocationId(deployment, "beta"),
                Map.of("kind", "ed25519"),
                Map.of(),
                carried);
        assertThat(driver().ensure(target)).isEqualTo(source);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        assertThat(driver().ensure(order(Map.of("kind", "rot13")))).isInstanceOf(Outcome.Refused.class);
        assertThat(driver().ensure(order(Map.of("kind", "rsa", "bits", 512)))).isInstanceOf(Outcome.Refused.class);
        assertThat(driver().ensure(order(Map.of("kind", "random", "bytes", 1)))).isInstanceOf(Outcome.Refused.class);
    }
}
