package org.fediversity.gateway.policy.webhook;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fediversity.gateway.domain.webhook.Delivering;
import org.fediversity.gateway.domain.webhook.Delivering.Outcome;
import org.fediversity.gateway.domain.webhook.WebhookCommand.Disable;
import org.fediversity.gateway.domain.webhook.WebhookRules;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.Tail;
import org.fediversity.gateway.view.webhook.Deliveries;
import org.fediversity.gateway.view.webhook.Deliveries.Attempt;
import org.fediversity.gateway.view.webhook.Deliveries.Claimed;
import org.fediversity.gateway.view.webhook.Deliveries.Made;
import org.fediversity.gateway.view.webhook.Deliveries.Verdict;
import org.fediversity.gateway.view.webhook.Webhooks;
import org.fediversity.gateway.view.webhook.Webhooks.Subscription;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.RefusedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Delivers to webhooks what is due, together with all other gateways. An attempt is recorded after it was made: who
/// dies in between leaves a lease behind that runs out, and the delivery is made again with the same `webhook-id`.
@ApplicationScoped
class DeliverWhatIsDue {
    private static final Logger LOG = Logger.getLogger("org.fediversity.webhooks");
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /// Between two rounds: what comes meanwhile is dealt with together.
    private static final Duration BREATH = Duration.ofMillis(10);

    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final int GONE = 410;

    /// A webhook that fails is not worth more than that many open connections.
    private static final int AT_ONCE_WHILE_FAILING = 2;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final HistoryQueries history;
    private final Tail tail;
    private final Delivering delivering;
    private final Letters letters;
    private final Commands commands;
    private final WebhookRules rules;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private final Queue<Made> made = new ConcurrentLinkedQueue<>();
    private Tail.@Nullable Watch bell;
    private volatile boolean stopped;

    DeliverWhatIsDue(
            Webhooks webhooks,
            Deliveries deliveries,
            HistoryQueries history,
            Tail tail,
            Delivering delivering,
            Letters letters,
            Commands commands,
            WebhookRules rules) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.history = history;
        this.tail = tail;
        this.delivering = delivering;
        this.letters = letters;
        this.commands = commands;
        this.rules = rules;
    }

    void start(@Observes StartupEvent event) {
        Tail.Watch watch = tail.watch(arrival -> true);
        bell = watch;
        deliveries.whenAdded(watch::wake);
        Thread.ofPlatform().daemon().name("webhooks").start(() -> run(watch));
    }

    /// What is under way gets a moment to be brought to its end and recorded.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        wake();
        Instant until = Instant.now().plus(FAREWELL);
        while (underWay.values().stream().mapToInt(AtomicInteger::get).sum() > made.size()
                && Instant.now().isBefore(until)) {
            Thread.sleep(50);
        }
        record();
    }

    private void wake() {
        Tail.Watch watch = bell;
        if (watch != null) {
            watch.wake();
        }
    }

    private void run(Tail.Watch watch) {
        while (!stopped) {
            try {
                boolean more = round();
                Thread.sleep(BREATH);
                if (!more) {
                    watch.await(LOOK_EVERY);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warnf("nothing is delivered now, trying again: %s", e.getMessage());
                    pause();
                }
            }
        }
    }

    /// @return whether there may be more to do at once
    private boolean round() {
        record();
        List<Subscription> active = webhooks.active();
        long size = history.size();
        boolean more = false;
        Map<String, Integer> rooms = new HashMap<>();
        for (Subscription webhook : active) {
            if (webhook.scanned() < size - 1 || webhook.replaying()) {
                more |= deliveries.fill(webhook);
            }
            int most = webhook.failingSince().isPresent()
                    ? Math.min(AT_ONCE_WHILE_FAILING, rules.atOnce())
                    : rules.atOnce();
            int room = most - count(webhook.id()).get();
            if (room > 0 && !ending.contains(webhook.id())) {
                rooms.put(webhook.id(), room);
            }
        }
        List<Claimed> claimed = deliveries.claim(rooms);
        begin(claimed);
        Set<String> known = active.stream().map(Subscription::id).collect(Collectors.toSet());
        underWay.keySet().removeIf(id -> !known.contains(id) && count(id).get() == 0);
        return more || !claimed.isEmpty();
    }

    /// Address and secrets are looked at once more after the claim: what was asked for after a change goes by the
    /// change.
    private void begin(List<Claimed> claimed) {
        Map<String, Subscription> now =
                webhooks.active(claimed.stream().map(Claimed::webhook).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Subscription::id, Function.identity()));
        for (Claimed delivery : claimed) {
            Subscription webhook = now.get(delivery.webhook());
            if (webhook != null) {
                count(webhook.id()).incrementAndGet();
                Thread.ofVirtual().name("webhook-", delivery.id()).start(() -> work(webhook, delivery));
            }
        }
    }

    private AtomicInteger count(String webhook) {
        return underWay.computeIfAbsent(webhook, id -> new AtomicInteger());
    }

    private void work(Subscription webhook, Claimed delivery) {
        try {
            made.add(attempt(webhook, delivery));
        } catch (RuntimeException e) {
            LOG.errorf(e, "delivery %d to webhook %s could not be tried", delivery.id(), webhook.id());
            count(webhook.id()).decrementAndGet();
        } finally {
            wake();
        }
    }

    private Made attempt(Subscription webhook, Claimed delivery) {
        Instant at = Instant.now();
        Outcome outcome = letters.target(webhook)
                .<Outcome>map(target -> delivering.deliver(
                        target,
                        letters.headers(webhook, delivery.message(), at, delivery.body()),
                        delivery.body().getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> new Outcome.Failed("the webhook's address is gone", Duration.ZERO));
        LOG.debugf("delivery %d to webhook %s: %s", delivery.id(), webhook.id(), outcome);
        return new Made(delivery, entry(delivery, at, outcome), verdict(delivery, outcome));
    }

    /// Records what was made since the last time, all of it at once.
    private void record() {
        List<Made> finished = new ArrayList<>();
        for (Made next = made.poll(); next != null; next = made.poll()) {
            finished.add(next);
        }
        if (finished.isEmpty()) {
            return;
        }
        try {
            Map<String, Instant> failingSince = deliveries.record(finished);
            for (Made attempt : finished) {
                if (attempt.attempt().status().equals(Optional.of(GONE))) {
                    disable(attempt.delivery().webhook(), "the receiver answered 410 Gone");
                }
            }
            failingSince.forEach((webhook, since) -> {
                if (since.plus(rules.deadAfter()).isBefore(Instant.now())) {
                    disable(webhook, "nothing got through since " + since);
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf("%d deliveries are not recorded and will be made again: %s", finished.size(), e.getMessage());
        } finally {
            finished.forEach(attempt -> count(attempt.delivery().webhook()).decrementAndGet());
        }
    }

    /// What waits goes on waiting until the webhook is enabled again.
    private void disable(String webhook, String reason) {
        if (!ending.add(webhook)) {
            return;
        }
        Thread.ofVirtual().name("webhook-disabled").start(() -> {
            try {
                commands.ask(new Disable(webhook, reason));
            } catch (RefusedException e) {
                LOG.debugf("webhook %s is gone already", webhook);
            } catch (RuntimeException e) {
                LOG.warnf("webhook %s is not disabled yet: %s", webhook, e.getMessage());
            } finally {
                ending.remove(webhook);
            }
        });
    }

    private Verdict verdict(Claimed delivery, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered when answered.isSuccess() -> new Verdict.Delivered();
            case Outcome.Answered answered -> after(delivery, answered.retryAfter());
            case Outcome.Failed failed -> after(delivery, Duration.ZERO);
            case Outcome.Forbidden forbidden -> after(delivery, Duration.ZERO);
        };
    }

    private Verdict after(Claimed delivery, Duration retryAfter) {
        return rules.schedule()
                .after(delivery.attempt(), retryAfter, ThreadLocalRandom.current())
                .<Verdict>map(Verdict.Again::new)
                .orElseGet(Verdict.GivenUp::new);
    }

    private static Attempt entry(Claimed delivery, Instant at, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered ->
                new Attempt(
                        delivery.attempt(),
                        at,
                        answered.took(),
                        Optional.of(answered.status()),
                        answered.isSuccess() ? "delivered" : "the receiver answered " + answered.status(),
                        answered.head());
            case Outcome.Failed failed ->
                new Attempt(delivery.attempt(), at, failed.took(), Optional.empty(), failed.reason(), "");
            case Outcome.Forbidden forbidden ->
                new Attempt(delivery.attempt(), at, forbidden.took(), Optional.empty(), forbidden.reason(), "");
        };
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
