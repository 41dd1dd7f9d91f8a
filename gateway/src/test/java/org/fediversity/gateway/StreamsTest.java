package org.fediversity.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.fediversity.gateway.Sse.Frame;
import org.fediversity.gateway.Sse.Heard;
import org.fediversity.testing.Servers;
import org.fediversity.testing.Topic;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(Surroundings.class)
class StreamsTest {
    private static final String AUDITOR = "aud-1";

    private static Heard all(String path, String subject, String role, String last) {
        return Sse.hear(path, Tokens.of(subject, role), last, heard -> false);
    }

    private static Heard some(String path, String last, int count) {
        return Sse.hear(
                path,
                Tokens.of(AUDITOR, "auditor"),
                last,
                heard -> heard.frames().size() >= count);
    }

    @Test
    void a_hundred_dropped_connections_neither_lose_nor_repeat_an_event() throws Exception {
        Story story = Story.of("op1");
        int events = 100;
        var telling = CompletableFuture.runAsync(() -> {
            Topic.tell(story.created());
            IntStream.range(1, events).forEach(n -> Topic.tell(story.step(1, "notes/" + n)));
        });
        String path = "/events?deployment=" + story.deployment();
        List<String> seen = new ArrayList<>();
        String last = "";
        while (seen.size() < events) {
            for (Frame frame : some(path, last, 1).frames()) {
                seen.add(frame.data());
                last = frame.id();
            }
        }
        telling.get();
        assertThat(seen).doesNotHaveDuplicates().hasSize(events);
        assertThat(seen.get(0)).contains("DeploymentCreated");
        IntStream.range(1, events).forEach(n -> assertThat(seen.get(n)).contains("\"notes/" + n + "\""));
    }

    @Test
    void a_stream_until_a_moment_that_is_past_ends_by_itself_and_says_so() {
        Story story = Story.of("op1");
        Story.tell(story.created(), story.step(1, "notes/web"));
        String path = "/events?deployment=" + story.deployment();
        some(path, "", 2);
        String past = path + "&until=" + Instant.now().minusSeconds(60);
        Heard heard = all(past, AUDITOR, "auditor", "");
        assertThat(heard.ended()).isTrue();
        assertThat(heard.frames()).extracting(Frame::event).containsExactly("end");
        assertThat(all(past, AUDITOR, "auditor", heard.frames().getFirst().id()).status())
                .isEqualTo(204);
    }

    @Test
    void what_no_stream_gave_out_is_no_place_to_go_on_from() {
        for (String path : List.of("/events", "/deployments/op1-" + UUID.randomUUID() + "/progress")) {
            assertThat(all(path, "op1", "operator", "yesterday").status()).isEqualTo(400);
            assertThat(all(path, "op1", "operator", "999999999").status()).isEqualTo(400);
        }
    }

    @Test
    void progress_begins_with_the_running_rollout_goes_on_live_and_ends_by_itself() {
        Story story = Story.of("op1");
        Story.tell(story.created(), story.requested(1), story.succeeded(1), story.requested(2));
        awaitStart(story, 2);
        var heard = CompletableFuture.supplyAsync(
                () -> all("/deployments/" + story.deployment() + "/progress", "op1", "operator", ""));
        Story.tell(story.step(2, "notes/web"), story.succeeded(2));
        List<Frame> frames = heard.join().frames();
        assertThat(frames).extracting(Frame::event).containsExactly("progress", "progress", "end");
        assertThat(frames.get(0).data()).contains("\"id\":\"2\"").contains("\"percent\":0");
        assertThat(frames.get(1).data()).contains("Installing notes/web");
        assertThat(frames.get(2).data()).contains("\"percent\":100").contains("\"status\":\"succeeded\"");
        assertThat(heard.join().ended()).isTrue();
    }

    @Test
    void whoever_asked_for_a_rollout_a_moment_ago_does_not_watch_the_one_before() {
        Story story = new Story("op1-ahead-" + UUID.randomUUID(), "op1", "alpha");
        Story.tell(story.created(), story.requested(1), story.succeeded(1));
        awaitStart(story, 1);
        some("/events?types=DeploymentSucceeded&deployment=" + story.deployment(), "", 1);
        var heard = CompletableFuture.supplyAsync(
                () -> all("/deployments/" + story.deployment() + "/progress", "op1", "operator", ""));
        Story.tell(story.requested(2), story.succeeded(2));
        List<Frame> frames = heard.join().frames();
        assertThat(frames).extracting(Frame::event).containsExactly("progress", "end");
        assertThat(frames).allMatch(frame -> frame.data().contains("\"id\":\"2\""));
    }

    @Test
    void progress_resumes_after_any_frame_and_has_nothing_to_say_after_the_last() {
        Story story = Story.of("op1");
        Story.tell(
                story.created(),
                story.requested(1),
                story.step(1, "notes/a"),
                story.step(1, "notes/b"),
                story.succeeded(1));
        String path = "/deployments/" + story.deployment() + "/progress";
        awaitStart(story, 1);
        List<Frame> whole = all(path, "op1", "operator", "").frames();
        assertThat(whole).hasSize(4);
        for (int i = 0; i < whole.size() - 1; i++) {
            assertThat(all(path, "op1", "operator", whole.get(i).id()).frames())
                    .isEqualTo(whole.subList(i + 1, whole.size()));
        }
        assertThat(all(path, "op1", "operator", whole.getLast().id()).status()).isEqualTo(204);
    }

    @Test
    void progress_of_a_migration_is_told_from_its_request_to_its_end() {
        Story story = Story.of("op1");
        String migration = UUID.randomUUID().toString();
        Story.tell(story.created(), story.moving(migration), story.prepared(migration));
        some("/events?types=TargetPrepared&deployment=" + story.deployment(), "", 1);
        some("/events?types=DeploymentCreated&deployment=" + story.deployment(), "", 1);
        var heard = CompletableFuture.supplyAsync(
                () -> all("/migrations/" + migration + "/progress", "op1", "operator", ""));
        Story.tell(story.moved(migration));
        assertThat(heard.join().frames()).extracting(Frame::event).containsExactly("progress", "progress", "end");
    }

    @Test
    void a_silent_stream_shows_that_it_is_alive() {
        Heard heard = Sse.hear(
                "/events?after=latest&deployment=nobody",
                Tokens.of(AUDITOR, "auditor"),
                "",
                sofar -> sofar.comments() >= 2);
        assertThat(heard.frames()).isEmpty();
        assertThat(heard.comments()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_foreign_deployment_and_migration_are_404_for_streams_too() {
        Story story = Story.of("op1");
        Story.tell(story.created());
        some("/events?deployment=" + story.deployment(), "", 1);
        assertThat(all("/deployments/" + story.deployment() + "/progress", "op2", "operator", "")
                        .status())
                .isEqualTo(404);
        assertThat(all("/migrations/" + UUID.randomUUID() + "/progress", "op1", "operator", "")
                        .status())
                .isEqualTo(404);
        assertThat(all("/events?deployment=" + story.deployment(), "op2", "operator", "")
                        .status())
                .isEqualTo(404);
        assertThat(all("/deployments/op7-unheard/progress", "op1", "operator", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_deployment_the_history_has_not_heard_of_yet_is_asked_of_its_service() {
        Heard heard = Sse.hear(
                "/deployments/op1-" + UUID.randomUUID() + "/progress",
                Tokens.of("op1", "operator"),
                "",
                sofar -> sofar.comments() >= 1);
        assertThat(heard.status()).isEqualTo(200);
    }

    private static void awaitStart(Story story, int rollouts) {
        some("/events?types=DeploymentRequested&deployment=" + story.deployment(), "", rollouts);
    }
}
