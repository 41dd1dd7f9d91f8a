package org.fediversity.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fediversity.expressions.Document;
import org.fediversity.expressions.Mistake;
import org.fediversity.modules.Module;
import org.fediversity.modules.Preview;
import org.fediversity.modules.SampleOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./fediversity module render`
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = {
            "Shows as JSON what would become of a module.",
            "With given options: the schema that a form is made from, the resources it requires, what each component is",
            "given, the state that moves and the scripts that run then.",
            "Results of resources are made up; secrets appear by name only."
        })
final class ModuleRender implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Parameters(paramLabel = "DIR", description = "Folder with module.yaml, or that file.")
    Path folder = Path.of("");

    @Option(
            names = "--options",
            paramLabel = "FILE",
            description = "The operator's options, as YAML or JSON. Without it: as few as the schema lets through.")
    Optional<Path> options = Optional.empty();

    @Option(
            names = "--topology",
            paramLabel = "TOPOLOGY",
            description = "monolithic (one machine; this is usual) or distributed (one per component).")
    String topology = "monolithic";

    @Option(names = "--only", paramLabel = "PART", description = "One part of it, e.g. resources or components.")
    Optional<String> only = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (!ModuleFolder.TOPOLOGIES.contains(topology)) {
            err.println("--topology is one of " + String.join(", ", ModuleFolder.TOPOLOGIES));
            return 2;
        }
        try {
            ModuleFolder read = ModuleFolder.read(folder);
            List<Mistake> mistakes = read.mistakes();
            if (!mistakes.isEmpty()) {
                mistakes.forEach(mistake -> err.println(read.text(mistake)));
                return 1;
            }
            return render(read.module(), err);
        } catch (ModuleFolder.Unreadable e) {
            err.println(e.told());
            return 1;
        }
    }

    private int render(Module module, PrintWriter err) throws IOException, ModuleFolder.Unreadable {
        JsonNode given = options.isEmpty() ? SampleOptions.minimal(module.options()) : read(options.get());
        List<Mistake> wrong = module.options().judge(given, "");
        if (!wrong.isEmpty()) {
            wrong.forEach(mistake -> err.println("options: " + mistake.pointer() + " " + mistake.message()));
            return 1;
        }
        Preview preview = Preview.of(module, given, topology);
        if (!preview.mistakes().isEmpty()) {
            preview.mistakes().forEach(mistake -> err.println(mistake.pointer() + " " + mistake.message()));
            return 1;
        }
        Map<String, Object> parts = parts(module, given, preview);
        Object shown = only.isEmpty() ? parts : parts.get(only.get());
        if (shown == null) {
            err.println("--only is one of " + String.join(", ", parts.keySet()));
            return 2;
        }
        spec.commandLine().getOut().println(write(shown));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static Map<String, Object> parts(Module module, JsonNode given, Preview preview) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("schema", module.options().json());
        parts.put(
                "options",
                module.options()
                        .mapSecrets(
                                module.options().withDefaults(given),
                                (at, value) -> TextNode.valueOf("‹" + at.substring(1) + "›")));
        parts.put("resources", preview.requirements().resources());
        parts.put("components", preview.components());
        parts.put("state", preview.requirements().applications().getFirst().state());
        parts.put("scripts", preview.scripts());
        return parts;
    }

    static JsonNode read(Path file) throws IOException, ModuleFolder.Unreadable {
        if (!Files.isRegularFile(file)) {
            throw new ModuleFolder.Unreadable("there is no file " + file);
        }
        return switch (Document.yaml(Files.readAllBytes(file))) {
            case Document.Reading.Read(var document) -> document.root();
            case Document.Reading.Unreadable wrong -> throw new ModuleFolder.Unreadable(file + ": " + wrong.text());
        };
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
