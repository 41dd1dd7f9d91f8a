package org.fediversity.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path temporary;

    @Test
    void a_secret_stays_what_it_was_and_only_its_owner_reads_it() throws Exception {
        Path file = temporary.resolve("secrets.properties");
        String secret = new Secrets(file).of("client.config");
        assertThat(secret).hasSize(48);
        assertThat(new Secrets(file).of("client.config")).isEqualTo(secret);
        assertThat(new Secrets(file).of("client.gateway")).isNotEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void the_realm_has_the_accounts_with_their_roles_and_a_client_for_each_service_that_asks() throws Exception {
        Secrets secrets = new Secrets(temporary.resolve("secrets.properties"));
        JsonNode realm = new ObjectMapper().readTree(Realm.json(secrets));
        assertThat(realm.path("users").findValuesAsText("username"))
                .contains("operator1", "operator2", "provider", "maintainer", "auditor")
                .contains("service-account-fediversity-config");
        assertThat(realm.path("roles").path("realm").findValuesAsText("name"))
                .containsExactlyInAnyOrder("operator", "provider", "maintainer", "auditor", "service");
        assertThat(realm.path("clients").findValuesAsText("secret"))
                .hasSize(3)
                .contains(secrets.of("client.migration"));
    }
}
