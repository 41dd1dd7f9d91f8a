package org.fediversity.provisioning.view;

import jakarta.enterprise.context.ApplicationScoped;
import org.fediversity.contracts.ProvisioningEvent.EnvironmentDeclared;
import org.fediversity.provisioning.domain.Definition;
import org.fediversity.runtime.Json;
import org.fediversity.runtime.Recorded;
import org.fediversity.runtime.View;
import org.jdbi.v3.core.Handle;

/// Keeps environments as they are declared now.
@ApplicationScoped
class EnvironmentView implements View {
    @Override
    public void on(Recorded<?> recorded, Handle db) {
        if (!(recorded.event() instanceof EnvironmentDeclared event)) {
            return;
        }
        db.createUpdate("""
                        insert into environment (name, title, provider, revision, changed_at, definition)
                        values (:name, :title, :provider, :revision, :time, cast(:definition as jsonb))
                        on conflict (name) do update set title = excluded.title, provider = excluded.provider,
                            revision = excluded.revision, changed_at = excluded.changed_at,
                            definition = excluded.definition
                        """)
                .bind("name", event.environment())
                .bind("title", Definition.read(event.definition()).title())
                .bind("provider", event.provider())
                .bind("revision", event.revision())
                .bind("time", recorded.meta().time())
                .bind("definition", Json.write(event.definition()))
                .execute();
    }
}
