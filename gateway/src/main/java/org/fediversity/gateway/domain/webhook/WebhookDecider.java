package org.fediversity.gateway.domain.webhook;

import static org.fediversity.runtime.Decision.accepted;
import static org.fediversity.runtime.Decision.nothingToDo;
import static org.fediversity.runtime.Decision.refused;

import org.fediversity.contracts.GatewayEvent;
import org.fediversity.contracts.GatewayEvent.WebhookChanged;
import org.fediversity.contracts.GatewayEvent.WebhookDisabled;
import org.fediversity.contracts.GatewayEvent.WebhookEnabled;
import org.fediversity.contracts.GatewayEvent.WebhookRegistered;
import org.fediversity.contracts.GatewayEvent.WebhookRemoved;
import org.fediversity.contracts.GatewayEvent.WebhookSecretRotated;
import org.fediversity.gateway.domain.webhook.Webhook.Active;
import org.fediversity.gateway.domain.webhook.Webhook.Aim;
import org.fediversity.gateway.domain.webhook.Webhook.Disabled;
import org.fediversity.gateway.domain.webhook.Webhook.Removed;
import org.fediversity.gateway.domain.webhook.Webhook.Unknown;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Change;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Disable;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Enable;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Register;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Remove;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Rotate;
import org.fediversity.runtime.Decider;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.web.GeneralRefusal;

/// The life of a webhook.
enum WebhookDecider implements Decider<WebhookCommand, Webhook, GatewayEvent> {
    INSTANCE;

    @Override
    public Webhook initial() {
        return new Unknown();
    }

    @Override
    public Decision decide(WebhookCommand command, Webhook state) {
        return switch (state) {
            case Unknown _ ->
                command instanceof Register(var id, var owner, var roles, var aim, var from, var secret)
                        ? accepted(new WebhookRegistered(
                                id,
                                owner,
                                roles,
                                aim.host(),
                                aim.address(),
                                aim.types(),
                                aim.deployments(),
                                from,
                                secret))
                        : gone(command);
            case Active(var owner, var aim, var secret) -> decide(command, owner, aim, secret, true);
            case Disabled(var owner, var aim, var secret) -> decide(command, owner, aim, secret, false);
            case Removed _ -> command instanceof Remove ? nothingToDo() : gone(command);
        };
    }

    private static Decision decide(WebhookCommand command, String owner, Aim aim, String secret, boolean active) {
        return switch (command) {
            case Register _ -> nothingToDo();
            case Change(var id, var wanted) ->
                wanted.equals(aim)
                        ? nothingToDo()
                        : accepted(new WebhookChanged(
                                id, owner, wanted.host(), wanted.address(), wanted.types(), wanted.deployments()));
            case Rotate(var id, var fresh, var overlapAt) ->
                accepted(new WebhookSecretRotated(id, owner, fresh, secret, overlapAt));
            case Disable(var id, var reason) ->
                active ? accepted(new WebhookDisabled(id, owner, reason)) : nothingToDo();
            case Enable(var id) -> active ? nothingToDo() : accepted(new WebhookEnabled(id, owner));
            case Remove(var id) -> accepted(new WebhookRemoved(id, owner));
        };
    }

    private static Decision gone(WebhookCommand command) {
        return refused(GeneralRefusal.NOT_FOUND, "There is no webhook " + command.webhook() + ", or it is not yours.");
    }

    @Override
    public Webhook evolve(Webhook state, GatewayEvent event) {
        return switch (event) {
            case WebhookRegistered e ->
                new Active(e.owner(), new Aim(e.host(), e.address(), e.types(), e.deployments()), e.secret());
            case WebhookChanged e ->
                with(state, new Aim(e.host(), e.address(), e.types(), e.deployments()), secret(state));
            case WebhookSecretRotated e -> with(state, aim(state), e.secret());
            case WebhookDisabled e -> new Disabled(e.owner(), aim(state), secret(state));
            case WebhookEnabled e -> new Active(e.owner(), aim(state), secret(state));
            case WebhookRemoved e -> new Removed(e.owner());
        };
    }

    private static Webhook with(Webhook state, Aim aim, String secret) {
        return switch (state) {
            case Active active -> new Active(active.owner(), aim, secret);
            case Disabled disabled -> new Disabled(disabled.owner(), aim, secret);
            case Unknown _, Removed _ -> state;
        };
    }

    private static Aim aim(Webhook state) {
        return switch (state) {
            case Active active -> active.aim();
            case Disabled disabled -> disabled.aim();
            case Unknown _, Removed _ -> new Aim("", "", java.util.List.of(), java.util.List.of());
        };
    }

    private static String secret(Webhook state) {
        return switch (state) {
            case Active active -> active.secret();
            case Disabled disabled -> disabled.secret();
            case Unknown _, Removed _ -> "";
        };
    }
}
