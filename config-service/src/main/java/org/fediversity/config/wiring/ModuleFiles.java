package org.fediversity.config.wiring;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.fediversity.config.domain.ApplicationCommand.PublishApplication;
import org.fediversity.config.domain.ConfigRefusal;
import org.fediversity.config.domain.Digest;
import org.fediversity.config.view.Applications;
import org.fediversity.expressions.Document;
import org.fediversity.expressions.Mistake;
import org.fediversity.modules.Module;
import org.fediversity.modules.ModuleFormat;
import org.fediversity.modules.ResourceMapping;
import org.fediversity.runtime.Commands;
import org.fediversity.runtime.Decision;
import org.jboss.logging.Logger;

/// Publishes the modules of the directories that the set-up names, at start: `<directory>/<name>/module.yaml`. A module
/// that is wrong is told about and left out; what was published stays.
@Singleton
class ModuleFiles {
    private static final Logger LOG = Logger.getLogger("org.fediversity.modules");

    private static final String FILE = "module.yaml";

    private final Optional<List<String>> directories;
    private final Commands commands;
    private final Applications applications;

    ModuleFiles(
            @ConfigProperty(name = "fediversity.modules") Optional<List<String>> directories,
            Commands commands,
            Applications applications) {
        this.directories = directories;
        this.commands = commands;
        this.applications = applications;
    }

    void publish(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent started) {
        directories.orElse(List.of()).stream()
                .map(Path::of)
                .flatMap(directory -> modules(directory).stream())
                .forEach(this::publish);
    }

    private static List<Path> modules(Path directory) {
        if (!Files.isDirectory(directory)) {
            LOG.warnf("There is no directory %s with modules", directory);
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> Files.isRegularFile(entry.resolve(FILE)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            switch (Document.yaml(Files.readAllBytes(file))) {
                case Document.Reading.Unreadable unreadable -> LOG.errorf("%s: %s", file, unreadable.text());
                case Document.Reading.Read(var document) -> publish(directory, file, document);
            }
        } catch (IOException e) {
            LOG.errorf("%s cannot be read: %s", file, e.getMessage());
        }
    }

    private void publish(Path place, Path file, Document document) {
        List<Mistake> mistakes = ModuleFormat.check(document.root());
        if (!mistakes.isEmpty()) {
            LOG.errorf("%s is not published; %d mistakes:", file, mistakes.size());
            mistakes.forEach(mistake -> LOG.errorf(
                    "%s:%d %s %s",
                    file, document.line(mistake.pointer()).orElse(1), mistake.pointer(), mistake.message()));
            return;
        }
        String directory = place.toAbsolutePath().normalize().toString();
        Module module = Module.of(document.root(), directory);
        Decision decision = commands.send(new PublishApplication(
                module.name(),
                module.version(),
                Digest.of(document.root()),
                directory,
                ResourceMapping.map(document.root())));
        applications.liesAt(module.name(), module.version(), directory);
        switch (decision) {
            case Decision.Accepted(var events)
            when !events.isEmpty() -> LOG.infof("%s %s is published", module.name(), module.version());
            case Decision.Accepted known -> LOG.debugf("%s %s is known", module.name(), module.version());
            case Decision.Refused refused
            when refused.why() == ConfigRefusal.VERSION_PUBLISHED ->
                LOG.warnf(
                        "%s has changed, but %s %s was published with other content, which stays. Give the module a new"
                                + " version; while you develop one, count up a pre-release such as %s-dev.1, or start"
                                + " with empty data.",
                        file, module.name(), module.version(), module.version());
            case Decision.Refused refused -> LOG.errorf("%s: %s", file, refused.detail());
        }
    }
}
