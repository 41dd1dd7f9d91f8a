package org.fediversity.deployment;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.deployment.domain.DeploymentCommand.CreateDeployment;
import org.fediversity.runtime.Commands;
import org.fediversity.testing.Servers;
import org.junit.jupiter.api.Test;

/// Who sees a deployment that is somebody else's.
@QuarkusTest
@QuarkusTestResource(Servers.class)
class SightTest {
    private static final String DEPLOYMENTS = "/api/v1/deployments/";

    @Inject
    Commands commands;

    @Test
    @TestSecurity(
            user = "op-1",
            roles = {"operator", "auditor"})
    void an_auditor_sees_it_and_does_not_change_it() {
        String id = foreign("alpha");
        given().get(DEPLOYMENTS + id).then().statusCode(200);
        given().get(DEPLOYMENTS + id + "/rollouts").then().statusCode(200);
        given().get(DEPLOYMENTS).then().body("items.id", hasItem(id));
        given().delete(DEPLOYMENTS + id).then().statusCode(404);
        given().post(DEPLOYMENTS + id + "/deploy").then().statusCode(404);
        given().get(DEPLOYMENTS + id).then().body("status", equalTo("created"));
    }

    @Test
    @TestSecurity(
            user = "provider-of-alpha",
            roles = {"operator", "provider"})
    void a_provider_sees_it_in_their_environment_and_does_not_change_it() {
        String id = foreign("alpha");
        given().get(DEPLOYMENTS + id).then().statusCode(200);
        given().get(DEPLOYMENTS).then().body("items.id", hasItem(id));
        given().delete(DEPLOYMENTS + id).then().statusCode(404);
    }

    @Test
    @TestSecurity(
            user = "provider-of-alpha",
            roles = {"operator", "provider"})
    void a_provider_does_not_see_it_in_another_environment() {
        String id = foreign("beta");
        given().get(DEPLOYMENTS + id).then().statusCode(404);
        given().get(DEPLOYMENTS).then().body("items.id", not(hasItem(id)));
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void an_operator_does_not_see_it() {
        String id = foreign("alpha");
        given().get(DEPLOYMENTS + id).then().statusCode(404);
        given().get(DEPLOYMENTS).then().body("items.id", not(hasItem(id)));
    }

    private String foreign(String environment) {
        String id = UUID.randomUUID().toString();
        commands.ask(new CreateDeployment(
                id,
                "op-9",
                "Theirs",
                environment,
                "monolithic",
                "op9.localhost",
                List.of(new PinnedApplication("hello", "1.0.0", "theirs-" + id))));
        return id;
    }
}
