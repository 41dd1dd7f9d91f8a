package org.fediversity.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The main journey: an operator comes, deploys, uses, moves.
class NotesIT {
    private final Person operator = Person.named("operator1");
    private final Person stranger = Person.named("operator2");
    private final Person auditor = Person.named("auditor");

    @Test
    void an_operator_deploys_notes_and_moves_it_and_everything_is_still_there() throws Exception {
        var password = "secret-" + UUID.randomUUID();
        operator.post("/operators", Person.object("displayName", "Olga Operator", "email", "olga@example.org"));
        var notes = Deployed.create(operator, "notes", "alpha");

        var schema =
                operator.get(notes.path("/configuration/schema")).expect(200).json();
        assertThat(schema.at("/properties/applications/properties/notes/properties/title/maxLength")
                        .asInt())
                .isEqualTo(60);
        var staged = notes.stage(Map.of("title", "Olga's notes", "postingPassword", password))
                .expect(201);
        assertThat(staged.json().at("/revision").asInt()).isEqualTo(1);
        var configuration = operator.get(notes.path("/configuration")).expect(200);
        assertThat(configuration.text()).doesNotContain(password);
        assertThat(configuration
                        .json()
                        .at("/staged/applications/notes/postingPassword/set")
                        .asBoolean())
                .isTrue();
        assertThat(configuration.json().at("/differs").asBoolean()).isTrue();

        var plan = operator.get(notes.path("/plan")).expect(200).json();
        assertThat(plan.at("/feasible").asBoolean()).isTrue();
        assertThat(plan.at("/actions").findValuesAsText("action")).isNotEmpty().containsOnly("create");

        var progress = watch(notes, "");
        var rollout = notes.ended(notes.deploy());
        assertThat(rollout.at("/status").asText()).as(rollout.toPrettyString()).isEqualTo("succeeded");
        var frames = progress.join();
        assertThat(frames.getLast().data().at("/last").asBoolean()).isTrue();
        assertThat(frames).extracting(Frame::id).doesNotHaveDuplicates();
        var resumed = watch(notes, frames.getFirst().id()).join();
        assertThat(resumed)
                .extracting(Frame::id)
                .isEqualTo(frames.stream().skip(1).map(Frame::id).toList());

        assertThat(notes.now().at("/status").asText()).isEqualTo("running");
        assertThat(notes.now().at("/urls/0/url").asText()).isEqualTo(notes.address());
        assertThat(operator.get(notes.path("/configuration"))
                        .json()
                        .at("/differs")
                        .asBoolean())
                .isFalse();

        var note = notes.postNote("A picture of a dot", password);
        var before = everything(notes, note);
        assertThat(before.get("/media"))
                .isEqualTo(new String(Deployed.PICTURE, java.nio.charset.StandardCharsets.ISO_8859_1));

        var migration = notes.moved("beta");
        assertThat(migration.at("/status").asText())
                .as(migration.toPrettyString())
                .isEqualTo("completed");
        assertThat(notes.now().at("/environment").asText()).isEqualTo("beta");
        assertThat(everything(notes, note)).isEqualTo(before);
        assertThat(notes.visit("/api/inventory").json().at("/archived").asInt()).isEqualTo(1);
        notes.postNote("Written in the new place", password);
        operator.post("/migrations/" + migration.at("/id").asText() + "/confirm", Map.of())
                .expect(202);

        for (var path : List.of("", "/configuration", "/plan", "/rollouts", "/rollouts/1", "/progress")) {
            stranger.get(notes.path(path)).expectProblem(404);
        }
        stranger.post(notes.path("/deploy"), Map.of()).expectProblem(404);
        stranger.post(notes.path("/configuration"), Map.of("applications", Map.of()))
                .expectProblem(404);
        stranger.get("/migrations/" + migration.at("/id").asText()).expectProblem(404);

        historyIsWhole(notes, password);
    }

    /// What visitors and other servers see: actor with key, note, picture, outbox, account.
    private static Map<String, Object> everything(Deployed notes, JsonNode note) {
        Map<String, Object> seen = new HashMap<>();
        for (var path : List.of(
                "/users/notes",
                note.at("/url").asText(),
                "/users/notes/outbox?page=true",
                "/.well-known/webfinger?resource=acct:notes@" + notes.host() + ":"
                        + Setup.running().port("edge"))) {
            var answer = notes.visit(path, "application/activity+json, application/jrd+json, */*")
                    .expect(200);
            seen.put(path, answer.json());
        }
        var picture = notes.visit(note.at("/picture/url").asText()).expect(200);
        seen.put("/media", new String(picture.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1));
        return seen;
    }

    private CompletableFuture<List<Frame>> watch(Deployed notes, String from) {
        return CompletableFuture.supplyAsync(() -> {
            try (var frames = operator.listen(notes.path("/progress"), from)) {
                return frames.toList();
            }
        });
    }

    private void historyIsWhole(Deployed notes, String password) throws Exception {
        long after = -1;
        var own = 0;
        while (true) {
            var page = auditor.get("/events?limit=200" + (after < 0 ? "" : "&after=" + after))
                    .expect(200);
            var items = page.json().at("/items");
            if (items.isEmpty()) {
                break;
            }
            for (var item : items) {
                assertThat(item.at("/position").asLong()).isEqualTo(++after);
                own += item.at("/subject").asText().equals(notes.id()) ? 1 : 0;
                assertThat(item.toString()).doesNotContain(password, "olga@example.org", "BEGIN PRIVATE KEY");
            }
        }
        assertThat(operator.all(notes.path("/history"))).hasSize(own);
        stranger.get(notes.path("/history")).expectProblem(404);
        try (var logs = Setup.running().logs()) {
            for (var log : logs.toList()) {
                assertThat(java.nio.file.Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(log.toString())
                        .doesNotContain(password, "olga@example.org", "BEGIN PRIVATE KEY");
            }
        }
    }
}
