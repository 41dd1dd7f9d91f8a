package org.fediversity.provisioning.view;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.contracts.ProvisioningEvent.AllocationEvent;
import org.fediversity.provisioning.domain.Allocation;
import org.fediversity.provisioning.domain.AllocationDecider;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;

/// Keeps the state of every allocation.
@ApplicationScoped
class AllocationView implements View {
    @Override
    public void on(Recorded<?> recorded, Handle db) {
        if (!(recorded.event() instanceof AllocationEvent event)) {
            return;
        }
        Allocation before = db.createQuery("select state::text from allocation where stream = :stream")
                .bind("stream", event.stream())
                .mapTo(String.class)
                .findOne()
                .map(state -> Json.read(state, Allocation.class))
                .orElseGet(AllocationDecider.INSTANCE::initial);
        Allocation after = AllocationDecider.INSTANCE.evolve(before, event);
        db.createUpdate("""
                        insert into allocation (stream, deployment, environment, sequence, state)
                        values (:stream, :deployment, :environment, :sequence, cast(:state as jsonb))
                        on conflict (stream) do update set sequence = excluded.sequence, state = excluded.state
                        """)
                .bind("stream", event.stream())
                .bind("deployment", event.deployment())
                .bind("environment", event.environment())
                .bind("sequence", recorded.meta().sequence())
                .bind("state", Json.write(after))
                .execute();
    }
}
