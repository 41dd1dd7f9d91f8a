package org.fediversity.gateway.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The vectors are those of the Standard Webhooks project.
class SignatureTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1614265330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void the_published_hmac_signature_is_made() {
        assertThat(Signature.v1(Signature.secret(SECRET).orElseThrow(), ID, TIMESTAMP, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_minified_body_is_signed_as_it_is() {
        byte[] body = ("{\"type\":\"contact.created\",\"timestamp\":\"2022-11-03T20:26:10.344522Z\","
                        + "\"data\":{\"id\":\"1f81eb52-5198-4599-803e-771906343485\"}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(Signature.v1(
                        Signature.secret(SECRET).orElseThrow(), "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", 1674087231, body))
                .isEqualTo("v1,ARw42xaAApl/nxRo+iPGYwSaMQaOwMo2eyH5JBRA+bQ=");
    }

    @Test
    void the_published_ed25519_signature_is_made() throws Exception {
        byte[] pair = Base64.getDecoder()
                .decode("6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==");
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOf(pair, 32)));
        assertThat(Signature.v1a(Signature.signer(key), ID, TIMESTAMP, BODY))
                .isEqualTo(
                        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==");
    }

    @Test
    void a_public_key_is_written_as_its_bare_bytes() throws Exception {
        PublicKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        String written = Signature.written(key);
        assertThat(written).startsWith("whpk_");
        byte[] bytes = Base64.getDecoder().decode(written.substring(5));
        assertThat(bytes).hasSize(32);
        boolean odd = (bytes[31] & 0x80) != 0;
        bytes[31] &= 0x7f;
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = bytes[31 - i];
        }
        PublicKey read = KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new java.math.BigInteger(1, bigEndian))));
        assertThat(read.getEncoded()).isEqualTo(key.getEncoded());
    }

    @Test
    void a_secret_is_read_as_it_is_written() {
        assertThat(Signature.secret(SECRET).map(Signature::written)).contains(SECRET);
    }

    @Test
    void what_is_no_secret_is_not_taken_for_one() {
        String tooLong = "whsec_" + Base64.getEncoder().encodeToString(new byte[65]);
        for (String wrong : List.of(
                "",
                "w",
                "whsec_",
                "whsec_%",
                "whsec_wronglength",
                "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
                "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kv",
                "hwsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                "whsec_bm90LXZhbGlkCg==",
                tooLong)) {
            assertThat(Signature.secret(wrong)).as(wrong).isEmpty();
        }
    }
}
