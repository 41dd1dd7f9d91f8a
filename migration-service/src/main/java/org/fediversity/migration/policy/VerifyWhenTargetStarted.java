package org.fediversity.migration.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fediversity.contracts.MigrationEvent.VerificationStarted;
import org.fediversity.contracts.Requirements.ApplicationPlan;
import org.fediversity.contracts.Requirements.ComponentPlan;
import org.fediversity.contracts.ResourceResult;
import org.fediversity.migration.domain.MigrationCommand;
import org.fediversity.migration.domain.MigrationCommand.RecordVerification;
import org.fediversity.migration.domain.StateToMove;
import org.fediversity.migration.driver.StatePlace;
import org.fediversity.migration.driver.Visits;
import org.fediversity.migration.view.Migrations;
import org.fediversity.migration.view.Migrations.Move;
import org.fediversity.runtime.Policy;
import org.fediversity.runtime.Recorded;

/// Whenever the target runs, each application is visited under the name under which people know it, although that name
/// still leads elsewhere, and each identity is compared once more. Only then may custody change.
@ApplicationScoped
class VerifyWhenTargetStarted implements Policy<VerificationStarted> {
    private final Migrations migrations;
    private final Places places;
    private final Visits visits;

    VerifyWhenTargetStarted(Migrations migrations, Places places, Visits visits) {
        this.migrations = migrations;
        this.places = places;
        this.visits = visits;
    }

    @Override
    public Class<VerificationStarted> event() {
        return VerificationStarted.class;
    }

    @Override
    public Optional<MigrationCommand> react(Recorded<VerificationStarted> recorded) throws Exception {
        String id = recorded.event().migration();
        Move move = migrations.move(id).orElseThrow();
        if (move.ended()) {
            return Optional.empty();
        }
        return Optional.of(Attempts.of(
                id, Duration.ofSeconds(1), () -> verify(move, recorded.event().endpoints())));
    }

    private MigrationCommand verify(Move move, Map<String, String> endpoints) throws GivenUp, NotNow {
        List<String> checks = new ArrayList<>();
        for (ApplicationPlan application : move.requested().requirements().applications()) {
            Optional<ComponentPlan> door = application.components().stream()
                    .filter(component -> !component.http().isEmpty())
                    .findFirst();
            if (door.isPresent()) {
                checks.add(visit(move, application, door.get(), endpoints));
            }
        }
        List<ResourceResult> source = places.source(move);
        for (StateToMove state : StateToMove.of(move.requested().requirements())) {
            if (state.identity() && places.driver(state).sensitive()) {
                StatePlace before = places.place(state, source, "source");
                StatePlace after = places.place(state, move.target(), "target");
                if (!before.secrets().equals(after.secrets())) {
                    throw new GivenUp("the identity " + state.name() + " is not the same at the target");
                }
                checks.add("the identity " + state.name() + " is the same");
            }
        }
        return new RecordVerification(move.requested().migration(), checks);
    }

    /// Only the component that answers under the application's name is visited: the first that speaks HTTP. The others
    /// were looked at where they run, before the target counted as started.
    private String visit(Move move, ApplicationPlan application, ComponentPlan door, Map<String, String> endpoints)
            throws GivenUp, NotNow {
        String endpoint = endpoints.get(application.name());
        if (endpoint == null) {
            throw new GivenUp("nobody said where " + application.name() + " answers");
        }
        String path = String.valueOf(door.http().getOrDefault("health", "/"));
        String host = application.label() + "." + move.requested().domain();
        int expected = door.http().get("expect") instanceof Number number ? number.intValue() : 200;
        int status = Attempts.value(visits.status(endpoint, host, path));
        if (status != expected) {
            throw new NotNow(application.name() + " answers " + status + " at " + path + ", not " + expected);
        }
        return application.name() + " answers as " + host;
    }
}
