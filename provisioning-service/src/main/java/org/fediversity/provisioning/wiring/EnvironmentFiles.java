package org.fediversity.provisioning.wiring;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fediversity.expressions.Document;
import org.fediversity.provisioning.api.Declarations;
import org.fediversity.runtime.RefusedException;
import org.jboss.logging.Logger;

/// Declares the environments of the set-up's files at start. A file that is wrong is told about, and keeps nobody from
/// starting: what was declared before still stands.
@Singleton
class EnvironmentFiles {
    private static final Logger LOG = Logger.getLogger(EnvironmentFiles.class);
    private final Settings settings;
    private final Declarations declarations;

    EnvironmentFiles(Settings settings, Declarations declarations) {
        this.settings = settings;
        this.declarations = declarations;
    }

    void declare(@Observes @Priority(jakarta.interceptor.Interceptor.Priority.APPLICATION) StartupEvent started) {
        settings.environments().filter(Files::isDirectory).stream()
                .flatMap(directory -> files(directory).stream())
                .forEach(this::declare);
    }

    private void declare(Path file) {
        try {
            switch (Document.yaml(Files.readAllBytes(file))) {
                case Document.Reading.Read(var document) -> declare(file, document);
                case Document.Reading.Unreadable unreadable -> LOG.errorf("%s: %s", file, unreadable.text());
            }
        } catch (IOException e) {
            LOG.errorf("%s cannot be read: %s", file, e.getMessage());
        }
    }

    private void declare(Path file, Document document) {
        try {
            declarations.declareFromFile(document.root());
        } catch (RefusedException e) {
            LOG.errorf("%s: %s", file, e.refused().detail());
            e.refused()
                    .faults()
                    .forEach(fault -> LOG.errorf(
                            "%s:%d %s: %s",
                            file, document.line(fault.pointer()).orElse(1), fault.pointer(), fault.message()));
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
