package org.fediversity.gateway.policy;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.fediversity.gateway.view.Answers;
import org.fediversity.gateway.view.webhook.Deliveries;
import org.fediversity.gateway.view.webhook.Webhooks;
import org.fediversity.runtime.vault.Vault;
import org.jboss.logging.Logger;

/// Every hour, what nobody needs any more is thrown away: answers to requests that were repeated long ago, the log of
/// old deliveries, secrets that sign no longer.
@ApplicationScoped
class ForgetWhatIsOld {
    private static final Logger LOG = Logger.getLogger(ForgetWhatIsOld.class);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("forget-", 0).factory());
    private final Answers answers;
    private final Deliveries deliveries;
    private final Webhooks webhooks;
    private final Vault vault;

    ForgetWhatIsOld(Answers answers, Deliveries deliveries, Webhooks webhooks, Vault vault) {
        this.answers = answers;
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.vault = vault;
    }

    void start(@Observes StartupEvent event) {
        clock.scheduleWithFixedDelay(this::forget, 5, 60, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }

    void forget() {
        List.<Runnable>of(answers::forgetOld, deliveries::forgetOld, () -> webhooks.expiredSecrets()
                        .forEach(vault::forget))
                .forEach(ForgetWhatIsOld::quietly);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warnf("old things were not forgotten now, again in an hour: %s", e.getMessage());
        }
    }
}
