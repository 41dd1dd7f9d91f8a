package org.fediversity.runtime.process;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.fediversity.runtime.kafka.Inboxes;

/// Shows what needs a person: parked messages, tasks that keep failing. It says "unwell", not "unready": everything
/// else goes on.
@Wellness
@ApplicationScoped
class RuntimeHealth implements HealthCheck {
    private final Inboxes inboxes;
    private final Policies policies;
    private final PublishingLag lag;

    RuntimeHealth(Inboxes inboxes, Policies policies, PublishingLag lag) {
        this.inboxes = inboxes;
        this.policies = policies;
        this.lag = lag;
    }

    @Override
    public HealthCheckResponse call() {
        long parked = inboxes.parked();
        long struggling = policies.struggling().tasks();
        return HealthCheckResponse.named("events")
                .status(parked == 0 && struggling == 0 && !lag.tooFarBehind())
                .withData("parkedMessages", parked)
                .withData("strugglingTasks", struggling)
                .withData("unpublishedEvents", lag.behind())
                .build();
    }
}
