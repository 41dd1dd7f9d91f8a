package org.fediversity.config;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.fediversity.config.policy.KeepDomainsProven;
import org.fediversity.contracts.ConfigEvent.DomainClaimExpired;
import org.fediversity.contracts.ConfigEvent.DomainLapsed;
import org.fediversity.contracts.ConfigEvent.DomainProofFound;
import org.fediversity.contracts.ConfigEvent.DomainProofMissing;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/// From a claim to a proven domain, and what becomes of it later; the records stand on a real name server.
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(OurDns.class)
@TestSecurity(
        user = "op-1",
        roles = {"operator", "maintainer"})
class DomainProofTest {
    private final String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".example.org";
    private final String record = "_fediversity-challenge." + domain;

    @Inject
    KeepDomainsProven keeper;

    @Inject
    FakeDeployments deployments;

    private ValidatableResponse claim() {
        return given().contentType("application/json")
                .body("{\"name\": \"" + domain + "\"}")
                .post("/api/v1/domains")
                .then();
    }

    private ValidatableResponse verify() {
        return given().post("/api/v1/domains/" + domain + "/verifications").then();
    }

    private ValidatableResponse shown() {
        return given().get("/api/v1/domains/" + domain).then();
    }

    private String proven() {
        String challenge = claim().statusCode(201).extract().path("challenge.value");
        OurDns.SERVER.set(record, "v=spf1 -all", challenge);
        verify().statusCode(200).body("status", equalTo("verified"), "challenge", nullValue());
        return challenge;
    }

    private void daysLater(int days) {
        keeper.look(Instant.now().plus(Duration.ofDays(days)));
    }

    @Test
    void a_domain_is_verified_by_the_record_of_its_claim_and_by_nothing_else() {
        String challenge = claim().statusCode(201).extract().path("challenge.value");
        verify().statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("no TXT record"), "detail", containsString(challenge));
        OurDns.SERVER.set(record, "something else", challenge + "x");
        verify().statusCode(409).body("detail", containsString("something else"));
        OurDns.SERVER.fail(record, Rcode.SERVFAIL);
        verify().statusCode(503);
        OurDns.SERVER.fail(record, Rcode.NOERROR);
        OurDns.SERVER.set(record, "something else", challenge);
        verify().statusCode(200).body("verified", equalTo(true));
    }

    @Test
    void a_claim_that_nobody_proves_says_when_it_ends_and_ends_then() {
        String challenge = claim().statusCode(201)
                .body("expiresAt", notNullValue())
                .extract()
                .path("challenge.value");
        daysLater(13);
        shown().statusCode(200).body("status", equalTo("pending"));
        daysLater(15);
        Topic.of("config").await(DomainClaimExpired.class, domain);
        org.awaitility.Awaitility.await().untilAsserted(() -> shown().statusCode(404));
        claim().statusCode(201).body("challenge.value", not(equalTo(challenge)));
    }

    @Test
    void a_proven_domain_whose_record_stays_is_proven_for_ever() {
        proven();
        daysLater(2);
        daysLater(100);
        shown().statusCode(200).body("status", equalTo("verified"), "missingUntil", nullValue());
    }

    @Test
    void a_record_that_is_gone_is_told_to_the_operator_and_its_return_is_enough() {
        String challenge = proven();
        OurDns.SERVER.remove(record);
        daysLater(2);
        Topic.of("config").await(DomainProofMissing.class, domain);
        org.awaitility.Awaitility.await().untilAsserted(() -> shown().statusCode(200)
                .body(
                        "status",
                        equalTo("verified"),
                        "missingUntil",
                        notNullValue(),
                        "challenge.value",
                        equalTo(challenge)));
        verify().statusCode(200).body("missingUntil", notNullValue());
        OurDns.SERVER.set(record, challenge);
        verify().statusCode(200).body("missingUntil", nullValue(), "challenge", nullValue());
        Topic.of("config").await(DomainProofFound.class, domain);
    }

    @Test
    void a_record_that_stays_away_costs_the_domain_and_nothing_more_is_staged_under_it() {
        proven();
        String garden = Garden.fresh();
        Garden.publish(Garden.module(garden, "1.0.0")).statusCode(201);
        String id = deployments.create("op-1", "monolithic", domain, new PinnedApplication(garden, "1.0.0", "www"));
        Garden.stage(id, Garden.options(garden, "{\"title\": \"One\"}")).statusCode(201);
        OurDns.SERVER.remove(record);
        daysLater(2);
        Topic.of("config").await(DomainProofMissing.class, domain);
        Garden.stage(id, Garden.options(garden, "{\"title\": \"Two\"}")).statusCode(201);
        daysLater(17);
        Topic.of("config").await(DomainLapsed.class, domain);
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> shown().body("status", equalTo("lapsed"), "verified", equalTo(false)));
        Garden.stage(id, Garden.options(garden, "{\"title\": \"Three\"}"))
                .statusCode(409)
                .body("type", containsString("domain-not-verified"));
        claim().body("status", equalTo("pending"), "challenge.value", notNullValue());
        given().queryParam("limit", 200).get("/api/v1/domains").then().body("items.name", hasItem(domain));
    }

    @Test
    void name_servers_that_are_silent_prove_nothing() {
        proven();
        OurDns.SERVER.fail(record, Rcode.SERVFAIL);
        daysLater(2);
        daysLater(40);
        OurDns.SERVER.fail(record, Rcode.NOERROR);
        shown().body("status", equalTo("verified"), "missingUntil", nullValue());
    }

    @Test
    void the_domain_of_a_deployment_is_never_changed_by_its_configuration() {
        String garden = Garden.fresh();
        String id = Garden.deployment(deployments, garden);
        Garden.stage(
                        id,
                        "{\"domain\": \"other.localhost\", \"applications\": {\"" + garden
                                + "\": {\"title\": \"One\"}}}")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/domain"), "errors[0].message", containsString("identity"));
    }
}
