package org.fediversity.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.fediversity.gateway.domain.GatewayRefusal;
import org.fediversity.gateway.domain.Questions;
import org.fediversity.gateway.domain.Role;
import org.fediversity.gateway.domain.Routes;
import org.fediversity.gateway.domain.Service;
import org.fediversity.gateway.domain.Viewer;
import org.fediversity.gateway.view.HistoryQueries;
import org.fediversity.gateway.view.HistoryQueries.Wanted;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;

/// Who may watch what: the history knows; what it has not heard of yet is asked of the service that owns it.
@ApplicationScoped
public class Watching {
    private final HistoryQueries history;
    private final Questions questions;

    Watching(HistoryQueries history, Questions questions) {
        this.history = history;
        this.questions = questions;
    }

    /// @throws RefusedException 404 for what is not there or not the viewer's
    public void needDeployment(Viewer viewer, String deployment, String authorization, String traceparent) {
        Optional<Boolean> known = history.mayWatch(viewer, deployment);
        if (known.isEmpty()) {
            ask(viewer, Service.DEPLOYMENT, "/deployments/", deployment, authorization, traceparent);
        } else if (!known.get()) {
            throw notFound("deployment", deployment);
        }
    }

    /// A filter by a deployment is a question about it: 404 where it is somebody else's. An auditor may look for
    /// anything.
    ///
    /// @throws RefusedException 404 for what is not there or not the viewer's
    void needFiltered(Viewer viewer, Wanted wanted, String authorization, String traceparent) {
        if (!viewer.is(Role.AUDITOR)) {
            wanted.deployment().ifPresent(id -> needDeployment(viewer, id, authorization, traceparent));
        }
    }

    /// @throws RefusedException 404 for what is not there or not the viewer's
    void needMigration(Viewer viewer, String migration, String authorization, String traceparent) {
        Optional<String> deployment = history.deploymentOf(migration);
        if (deployment.isPresent()) {
            needDeployment(viewer, deployment.get(), authorization, traceparent);
        } else {
            ask(viewer, Service.MIGRATION, "/migrations/", migration, authorization, traceparent);
        }
    }

    private void ask(
            Viewer viewer, Service service, String collection, String id, String authorization, String traceparent) {
        String what = collection.substring(1, collection.length() - 2);
        if (!id.matches("[A-Za-z0-9_-]{1,64}") || viewer.roles().stream().allMatch(Role.MAINTAINER::equals)) {
            throw notFound(what, id);
        }
        switch (questions.maySee(service, Routes.BASE + collection + id, authorization, traceparent)) {
            case YES -> {}
            case NO -> throw notFound(what, id);
            case UNREACHABLE ->
                throw new RefusedException(
                        GatewayRefusal.SERVICE_UNREACHABLE,
                        "The " + service.key() + " service does not answer at the moment; try again.");
        }
    }

    private static RefusedException notFound(String what, String id) {
        return new RefusedException(
                GeneralRefusal.NOT_FOUND, "There is no " + what + " " + id + ", or it is not yours.");
    }
}
