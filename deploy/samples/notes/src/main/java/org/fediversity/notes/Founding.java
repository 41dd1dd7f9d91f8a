package org.fediversity.notes;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;

/// Makes an instance that cannot work fail when it starts, not when the first visitor comes.
final class Founding {
    void start(@Observes StartupEvent event, Settings settings, Identity identity, Archive archive) {
        System.Logger log = System.getLogger(Founding.class.getName());
        log.log(System.Logger.Level.INFO, "{0}; actor {1}; {2} archived", settings, identity.actor(), archive.count());
    }
}
