package org.fediversity.gateway.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.fediversity.gateway.domain.SignedNote.Verifier;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
    private final KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    private final Verifier verifier = Verifier.of("example.org/log", key.getPublic());

    SignedNoteTest() throws Exception {}

    @Test
    void a_checkpoint_reads_as_the_specification_says() throws Exception {
        String text = new Checkpoint("example.org/log", 7, Hash.EMPTY).text();
        String note = SignedNote.sign(text, verifier, key.getPrivate());
        String[] lines = note.split("\n", -1);
        assertThat(lines).hasSize(6);
        assertThat(lines[0]).isEqualTo("example.org/log");
        assertThat(lines[1]).isEqualTo("7");
        assertThat(lines[2]).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assertThat(lines[3]).isEmpty();
        assertThat(lines[4]).startsWith("— example.org/log ");
        assertThat(lines[5]).isEmpty();
        byte[] signature = Base64.getDecoder().decode(lines[4].split(" ")[2]);
        assertThat(signature).hasSize(68).startsWith(verifier.hash());
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key.getPublic());
        check.update(text.getBytes(StandardCharsets.UTF_8));
        assertThat(check.verify(Arrays.copyOfRange(signature, 4, 68))).isTrue();
    }

    @Test
    void a_verifier_is_read_as_it_is_written() {
        Verifier read = Verifier.parse(verifier.toString()).orElseThrow();
        assertThat(read.name()).isEqualTo(verifier.name());
        assertThat(read.key()).isEqualTo(verifier.key());
        assertThat(Verifier.parse(verifier.toString().replace("example", "examples")))
                .isEmpty();
    }

    @Test
    void the_published_example_of_a_verifier_is_understood() {
        // From the documentation of golang.org/x/mod/sumdb/note.
        String published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assertThat(Verifier.parse(published))
                .hasValueSatisfying(read -> assertThat(read).hasToString(published));
    }
}
