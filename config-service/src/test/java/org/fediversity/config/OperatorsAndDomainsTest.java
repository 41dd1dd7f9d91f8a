package org.fediversity.config;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.http.ContentType;
import java.util.UUID;
import org.fediversity.contracts.ConfigEvent.DomainVerified;
import org.fediversity.contracts.ConfigEvent.OperatorErased;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class OperatorsAndDomainsTest {
    private static String fresh(String suffix) {
        return "d" + UUID.randomUUID().toString().substring(0, 8) + suffix;
    }

    private static io.restassured.specification.RequestSpecification json(String body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void a_loopback_domain_is_verified_as_soon_as_it_is_claimed() {
        String domain = fresh(".localhost");
        json("{\"name\": \"" + domain + "\"}")
                .post("/api/v1/domains")
                .then()
                .statusCode(201)
                .body("status", equalTo("verified"), "challenge", nullValue());
        json("{\"name\": \"" + domain.toUpperCase(java.util.Locale.ROOT) + "\"}")
                .post("/api/v1/domains")
                .then()
                .statusCode(200);
        given().get("/api/v1/domains/" + domain).then().statusCode(200).body("verified", equalTo(true));
        Topic.of("config").await(DomainVerified.class, domain);
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void any_other_domain_waits_for_its_challenge() {
        String domain = fresh(".example.org");
        json("{\"name\": \"" + domain + "\"}")
                .post("/api/v1/domains")
                .then()
                .statusCode(201)
                .body(
                        "status",
                        equalTo("pending"),
                        "challenge.name",
                        equalTo("_fediversity-challenge." + domain),
                        "challenge.value",
                        notNullValue());
    }

    @Test
    @TestSecurity(user = "op-1", roles = "operator")
    void what_is_no_domain_is_refused_with_a_pointer() {
        json("{\"name\": \"not a domain\"}")
                .post("/api/v1/domains")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors[0].pointer", equalTo("/name"), "traceId", notNullValue());
        json("{").post("/api/v1/domains").then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    @TestSecurity(user = "op-2", roles = "operator")
    void a_domain_that_was_not_claimed_is_not_found() {
        given().get("/api/v1/domains/" + fresh(".localhost")).then().statusCode(404);
        given().post("/api/v1/domains/" + fresh(".example.org") + "/verifications")
                .then()
                .statusCode(404);
    }

    @Test
    @TestSecurity(user = "op-3", roles = "operator")
    void an_operator_signs_up_is_shown_changes_and_is_erased() {
        json("{\"displayName\": \"Ada\", \"email\": \"ada@example.org\"}")
                .post("/api/v1/operators")
                .then()
                .statusCode(201)
                .body("id", equalTo("op-3"), "displayName", equalTo("Ada"));
        json("{}").post("/api/v1/operators").then().statusCode(200).body("displayName", equalTo("Ada"));
        String tag = given().get("/api/v1/operators/me")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        json("{\"language\": \"fr\"}")
                .header("If-Match", tag)
                .patch("/api/v1/operators/me")
                .then()
                .statusCode(200)
                .body("language", equalTo("fr"), "email", equalTo("ada@example.org"));
        json("{\"language\": \"de\"}")
                .header("If-Match", tag)
                .patch("/api/v1/operators/me")
                .then()
                .statusCode(412);
        json("{\"email\": \"nobody\"}")
                .patch("/api/v1/operators/me")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/email"));
        String now = given().get("/api/v1/operators/me").then().extract().header("ETag");
        given().header("If-None-Match", now)
                .get("/api/v1/operators/me")
                .then()
                .statusCode(304)
                .header("ETag", now);
        given().header("If-None-Match", tag).get("/api/v1/operators/me").then().statusCode(200);
        given().header("If-Match", tag).delete("/api/v1/operators/me").then().statusCode(412);
        String receipt = given().header("If-Match", now)
                .delete("/api/v1/operators/me")
                .then()
                .statusCode(200)
                .extract()
                .path("receipt");
        given().get("/api/v1/operators/me").then().statusCode(404).body("detail", containsString("sign"));
        assertThat(Topic.of("config").await(OperatorErased.class, "op-3").receipt())
                .isEqualTo(receipt);
        assertThat(Topic.of("config").read())
                .filteredOn(message -> message.event().equals("OperatorErased")
                        && message.key().equals("op-3"))
                .isNotEmpty()
                .allSatisfy(
                        message -> assertThat(message.headers().get("ce_actor")).isEqualTo("operator:op-3"));
        assertThat(Topic.of("config").read())
                .noneMatch(message -> message.data().contains("ada@example.org"));
    }

    @Test
    @TestSecurity(user = "op-4", roles = "operator")
    void a_zero_character_is_refused_where_it_stands() {
        json("{\"displayName\": \"A\\u0000da\", \"email\": \"a\\u0000@example.org\"}")
                .post("/api/v1/operators")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/displayName"));
        json("{\"name\": \"a\\u0000.localhost\"}")
                .post("/api/v1/domains")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/name"));
        json("{\"displayName\": \"Ada\"}").post("/api/v1/operators").then().statusCode(201);
        json("{\"language\": \"d\\u0000\"}")
                .patch("/api/v1/operators/me")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/language"));
    }

    @Test
    @TestSecurity(user = "op-5", roles = "operator")
    void whoever_was_erased_may_come_back_and_be_erased_again() {
        for (int i = 0; i < 2; i++) {
            json("{\"displayName\": \"Ada\"}").post("/api/v1/operators").then().statusCode(201);
            given().delete("/api/v1/operators/me").then().statusCode(200).body("receipt", notNullValue());
            given().delete("/api/v1/operators/me").then().statusCode(404);
        }
    }

    @Test
    void nobody_without_a_token_gets_in() {
        given().get("/api/v1/domains").then().statusCode(401).contentType("application/problem+json");
    }

    @Test
    @TestSecurity(user = "provider-1", roles = "provider")
    void a_provider_is_no_operator() {
        given().get("/api/v1/domains").then().statusCode(403);
    }
}
