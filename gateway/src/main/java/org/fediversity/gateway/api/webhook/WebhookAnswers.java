package org.fediversity.gateway.api.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fediversity.gateway.view.webhook.Deliveries.Attempt;
import org.fediversity.gateway.view.webhook.Deliveries.Logged;

/// What the webhooks' resources answer.
final class WebhookAnswers {
    private WebhookAnswers() {}

    /// @param types        full event types; empty for all
    /// @param deployments  empty for all that the owner may see
    /// @param status       `active` or `disabled`
    /// @param reason       why it is disabled
    /// @param position     every event up to this one was looked at for it; -1 before the first
    /// @param failingSince since when nothing got through
    /// @param publicKey    verifies the `v1a` signatures of this set-up
    @Schema(name = "Webhook")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Document(
            String id,
            String url,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<String> types,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<String> deployments,
            String status,
            Optional<String> reason,
            long position,
            Optional<Instant> failingSince,
            String publicKey,
            Instant createdAt) {}

    /// @param secret verifies the `v1` signatures; shown only now
    @Schema(name = "NewWebhook")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Created(
            String id,
            String secret,
            String url,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<String> types,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<String> deployments,
            String status,
            long position,
            String publicKey,
            Instant createdAt) {}

    /// @param secret         verifies the `v1` signatures from now on; shown only now
    /// @param olderSignUntil until then the old secret signs along
    @Schema(name = "RotatedSecret")
    record Rotated(String secret, Instant olderSignUntil) {}

    /// @param id       of the delivery that was added to the log
    @Schema(name = "DeliveryAdded")
    record Added(String id) {}

    @Schema(name = "Replay")
    record Replayed(long from, long to) {}

    /// @param durationMillis from the first look at the address to the end of the answer
    /// @param status         HTTP status, if there was an answer
    /// @param outcome        `delivered`, or what went wrong
    /// @param responseHead   the first bytes of the answer's body
    @Schema(name = "DeliveryAttempt")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Try(
            int number,
            Instant at,
            long durationMillis,
            Optional<Integer> status,
            String outcome,
            String responseHead) {
        static Try of(Attempt attempt) {
            return new Try(
                    attempt.number(),
                    attempt.at(),
                    attempt.took().toMillis(),
                    attempt.status(),
                    attempt.outcome(),
                    attempt.head());
        }
    }

    /// @param webhookId `webhook-id` as sent: the same for each attempt and each repetition
    /// @param kind      `event`, `redelivery`, `replay` or `test`
    /// @param status    `pending`, `delivered` or `failed`
    /// @param dueAt     when it is tried next
    @Schema(name = "Delivery")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Delivery(
            String id,
            String webhookId,
            Optional<Long> position,
            String type,
            String kind,
            String status,
            Optional<Instant> dueAt,
            Instant createdAt,
            @JsonInclude(JsonInclude.Include.ALWAYS) List<Try> attempts) {
        static Delivery of(Logged logged) {
            return new Delivery(
                    Long.toString(logged.id()),
                    logged.message(),
                    logged.position(),
                    logged.type(),
                    logged.kind(),
                    logged.status(),
                    logged.dueAt(),
                    logged.createdAt(),
                    logged.attempts().stream().map(Try::of).toList());
        }
    }
}
