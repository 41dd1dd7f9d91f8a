package org.fediversity.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.fediversity.client.ApiClient;
import org.fediversity.client.ApiException;
import org.fediversity.client.ConfigurationApi;
import org.fediversity.client.DeploymentsApi;
import org.fediversity.client.OperatorsAndDomainsApi;
import org.fediversity.client.RolloutsApi;
import org.fediversity.client.model.About;
import org.fediversity.client.model.DeployRequest;
import org.fediversity.client.model.NewApplication;
import org.fediversity.client.model.NewDeployment;
import org.fediversity.client.model.NewDomain;
import org.junit.jupiter.api.Test;

/// People who write programs: they have the generated clients, and nothing else of ours.
class ClientsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path CLIENTS = Path.of(System.getProperty("fediversity.root"), "deploy/clients/target");

    private final Person operator = Person.named("operator1");
    private final String domain = "clients-" + UUID.randomUUID().toString().substring(0, 8) + ".localhost";

    private ApiClient client() {
        var client = new ApiClient();
        client.updateBaseUri(Setup.running().gateway());
        client.setReadTimeout(Duration.ofMinutes(1));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + operator.bearer()));
        return client;
    }

    @Test
    void the_java_client_goes_from_signing_up_to_retirement() throws ApiException {
        var client = client();
        var people = new OperatorsAndDomainsApi(client);
        var deployments = new DeploymentsApi(client);
        var rollouts = new RolloutsApi(client);

        people.signUp(new About().language("en"), null);
        assertThat(people.claimDomain(new NewDomain().name(domain), null).getVerified())
                .isTrue();
        var wanted = new NewDeployment()
                .name("hello of " + domain)
                .environment("alpha")
                .topology("monolithic")
                .domain(domain)
                .addApplicationsItem(new NewApplication().name("hello").label("hello"));
        var key = UUID.randomUUID().toString();
        var id = deployments.createDeployment(wanted, key).getId();
        assertThat(deployments.createDeployment(wanted, key).getId()).isEqualTo(id);
        var staged = new ConfigurationApi(client)
                .stageConfiguration(
                        id, Map.of("applications", Map.of("hello", Map.of("greeting", "Hello from Java"))), null, null);
        var begun = rollouts.deploy(id, null, null, new DeployRequest().revision(staged.getRevision()));
        var ended = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> rollouts.getRollout(id, begun.getNumber()), rollout -> rollout.getEndedAt() != null);
        assertThat(ended.getStatus()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(new Deployed(operator, id, "hello", domain).visit("/").text())
                .contains("Hello from Java");

        deployments.retireDeployment(id, true, null);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> "retired"
                .equals(deployments.getDeployment(id, null).getStatus()));
    }

    @Test
    void the_typescript_client_goes_from_signing_up_to_retirement() throws IOException, InterruptedException {
        assumeThat(CLIENTS.resolve("typescript/dist/journey.js"))
                .as("compiled by `verify` of deploy/clients, unless tests are skipped")
                .exists();
        var builder = new ProcessBuilder(List.of(
                        CLIENTS.resolve("node/package/bin/node").toString(),
                        CLIENTS.resolve("typescript/dist/journey.js").toString()))
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "FEDIVERSITY_URL", Setup.running().gateway(),
                        "FEDIVERSITY_TOKEN", operator.bearer(),
                        "FEDIVERSITY_DOMAIN", domain));
        var process = builder.start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            assertThat(process.waitFor()).as(said).isZero();
            var deployment = operator.get("/deployments/" + said).expect(200);
            assertThat(deployment.at("/domain")).isEqualTo(domain);
            assertThat(deployment.at("/status")).isEqualTo("retired");
        } finally {
            process.destroyForcibly();
        }
    }
}
