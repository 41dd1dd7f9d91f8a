package org.fediversity.runtime.process;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.fediversity.runtime.kafka.Inboxes;
import org.jboss.logging.Logger;

/// For whoever runs the set-up: how the event machinery is, and what can be done about it. Not routed by the gateway.
@Path("/internal/runtime")
@RolesAllowed("service")
@Produces(MediaType.APPLICATION_JSON)
public class Operations {
    private static final Logger LOG = Logger.getLogger(Operations.class);

    private final Inboxes inboxes;
    private final Policies policies;
    private final PublishingLag lag;
    private final ViewRebuild rebuild;

    Operations(Inboxes inboxes, Policies policies, PublishingLag lag, ViewRebuild rebuild) {
        this.inboxes = inboxes;
        this.policies = policies;
        this.lag = lag;
        this.rebuild = rebuild;
    }

    /// How things are.
    ///
    /// @param parkedMessages    messages that an inbox could not take, and those of the same key behind them
    /// @param strugglingTasks   tasks of policies that have failed more than five times
    /// @param unpublishedEvents events that Kafka has not acknowledged
    /// @param rebuild           progress of the last rebuild of the views
    public record State(
            long parkedMessages, long strugglingTasks, long unpublishedEvents, ViewRebuild.Progress rebuild) {}

    @GET
    public State state() {
        return new State(inboxes.parked(), policies.struggling().tasks(), lag.behind(), rebuild.progress());
    }

    /// What came of a re-drive.
    public record Redriven(int taken, long stillParked) {}

    /// Tries every parked message again, in order per key.
    @POST
    @Path("redrive")
    public Redriven redrive() throws Exception {
        return new Redriven(inboxes.redrive(true), inboxes.parked());
    }

    /// Builds the views anew while the old ones serve; watch it at `GET /internal/runtime`.
    @POST
    @Path("rebuild")
    public Response rebuild() {
        Thread.ofVirtual().name("view-rebuild").start(() -> {
            try {
                rebuild.rebuild();
            } catch (Exception e) {
                LOG.error("the views were not rebuilt; the old ones serve on", e);
            }
        });
        return Response.accepted().build();
    }
}
