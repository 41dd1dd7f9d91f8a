package org.fediversity.gateway.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.fediversity.contracts.Event;
import org.fediversity.contracts.GatewayEvent;
import org.fediversity.contracts.GatewayEvent.WebhookChanged;
import org.fediversity.contracts.GatewayEvent.WebhookDisabled;
import org.fediversity.contracts.GatewayEvent.WebhookEnabled;
import org.fediversity.contracts.GatewayEvent.WebhookRegistered;
import org.fediversity.contracts.GatewayEvent.WebhookRemoved;
import org.fediversity.contracts.GatewayEvent.WebhookSecretRotated;
import org.fediversity.gateway.domain.webhook.Webhook.Aim;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Change;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Disable;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Enable;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Register;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Remove;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Rotate;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.web.GeneralRefusal;
import org.junit.jupiter.api.Test;

class WebhookDeciderTest {
    private static final Aim AIM = new Aim("example.org", "gateway/url", List.of(), List.of());
    private static final Register REGISTER = new Register("w", "op-1", List.of("operator"), AIM, 7, "gateway/secret-1");
    private static final GatewayEvent REGISTERED = new WebhookRegistered(
            "w",
            "op-1",
            List.of("operator"),
            "example.org",
            "gateway/url",
            List.of(),
            List.of(),
            7,
            "gateway/secret-1");
    private static final GatewayEvent DISABLED = new WebhookDisabled("w", "op-1", "410");
    private static final GatewayEvent REMOVED = new WebhookRemoved("w", "op-1");

    private static Webhook after(GatewayEvent... events) {
        return Arrays.stream(events)
                .reduce(WebhookDecider.INSTANCE.initial(), WebhookDecider.INSTANCE::evolve, (left, right) -> right);
    }

    private static List<? extends Event> accepted(WebhookCommand command, GatewayEvent... given) {
        Decision decision = WebhookDecider.INSTANCE.decide(command, after(given));
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted) decision).events();
    }

    private static void assertGone(WebhookCommand command, GatewayEvent... given) {
        assertThat(WebhookDecider.INSTANCE.decide(command, after(given)))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                        .isEqualTo(GeneralRefusal.NOT_FOUND));
    }

    @Test
    void registering_twice_is_registering_once() {
        assertThat(accepted(REGISTER)).isEqualTo(List.of(REGISTERED));
        assertThat(accepted(REGISTER, REGISTERED)).isEmpty();
    }

    @Test
    void nothing_can_be_asked_of_a_webhook_that_was_never_there_or_is_gone() {
        for (WebhookCommand command :
                List.of(new Change("w", AIM), new Rotate("w", "s", "t"), new Disable("w", "why"), new Enable("w"))) {
            assertGone(command);
            assertGone(command, REGISTERED, REMOVED);
        }
        assertGone(REGISTER, REGISTERED, REMOVED);
    }

    @Test
    void a_change_that_changes_nothing_is_no_event() {
        assertThat(accepted(new Change("w", AIM), REGISTERED)).isEmpty();
        Aim other = new Aim("example.com", "gateway/url-2", List.of("t"), List.of("d"));
        assertThat(accepted(new Change("w", other), REGISTERED))
                .isEqualTo(List.of(
                        new WebhookChanged("w", "op-1", "example.com", "gateway/url-2", List.of("t"), List.of("d"))));
    }

    @Test
    void a_rotation_names_the_secret_before_it() {
        assertThat(accepted(
                        new Rotate("w", "gateway/secret-3", "later"),
                        REGISTERED,
                        new WebhookSecretRotated("w", "op-1", "gateway/secret-2", "gateway/secret-1", "soon")))
                .isEqualTo(List.of(
                        new WebhookSecretRotated("w", "op-1", "gateway/secret-3", "gateway/secret-2", "later")));
    }

    @Test
    void it_is_disabled_once_and_keeps_its_first_reason() {
        assertThat(accepted(new Disable("w", "410"), REGISTERED)).isEqualTo(List.of(DISABLED));
        assertThat(accepted(new Disable("w", "other"), REGISTERED, DISABLED)).isEmpty();
    }

    @Test
    void what_was_disabled_can_be_changed_and_enabled_again() {
        assertThat(accepted(new Enable("w"), REGISTERED, DISABLED)).isEqualTo(List.of(new WebhookEnabled("w", "op-1")));
        assertThat(accepted(new Enable("w"), REGISTERED)).isEmpty();
        assertThat(accepted(new Change("w", new Aim("h", "a", List.of(), List.of())), REGISTERED, DISABLED))
                .hasSize(1);
        assertThat(after(REGISTERED, DISABLED, new WebhookEnabled("w", "op-1"))).isEqualTo(after(REGISTERED));
    }

    @Test
    void removing_twice_is_removing_once() {
        assertThat(accepted(new Remove("w"), REGISTERED)).isEqualTo(List.of(REMOVED));
        assertThat(accepted(new Remove("w"), REGISTERED, REMOVED)).isEmpty();
    }
}
