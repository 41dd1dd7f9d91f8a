package org.fediversity.deployment.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.fediversity.contracts.DeploymentEvent;
import org.fediversity.deployment.domain.Deployment;
import org.fediversity.deployment.domain.DeploymentDecider;
import org.fediversity.runtime.store.EventSourcing;

/// What policies know of a deployment: its state as recorded, whatever the views show yet; and whose turn it is, since
/// two policies must not pull at the same components.
@ApplicationScoped
class Deployments {
    private final EventSourcing store;
    private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

    Deployments(EventSourcing store) {
        this.store = store;
    }

    /// Where it stands now.
    Deployment now(String deployment) {
        var decider = DeploymentDecider.INSTANCE;
        var events = store.storage().readEvents(deployment);
        Deployment state = decider.initial();
        while (events.hasNext()) {
            state = decider.evolve(state, (DeploymentEvent) events.next().getPayload());
        }
        return state;
    }

    /// Work with the components of one deployment.
    @FunctionalInterface
    interface Work<T> {
        T on(Deployment state) throws Exception;
    }

    /// Works on the state as it is when it is our turn.
    <T> T inTurn(String deployment, Work<T> work) throws Exception {
        ReentrantLock turn = turns.computeIfAbsent(deployment, _ -> new ReentrantLock(true));
        turn.lockInterruptibly();
        try {
            return work.on(now(deployment));
        } finally {
            turn.unlock();
        }
    }
}
