package org.fediversity.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fediversity.expressions.Document;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.modules.Module;
import org.fediversity.modules.ModuleFormat;
import org.fediversity.modules.Preview;
import org.fediversity.modules.SampleOptions;

/// A module as it lies in a folder: `module.yaml` and the files that it speaks of.
///
/// @param shown the file as whoever asked would write it
record ModuleFolder(Path directory, String shown, Document document) {
    static final List<String> TOPOLOGIES = List.of("monolithic", "distributed");
    private static final String FILE = "module.yaml";
    private static final String DIR = "${module.dir}/";

    /// It cannot even be read; the message is for people and names file and line.
    static final class Unreadable extends Exception {
        private final String told;

        Unreadable(String told) {
            super(told);
            this.told = told;
        }

        String told() {
            return told;
        }
    }

    /// @param given the folder, or the file in it
    static ModuleFolder read(Path given) throws Unreadable {
        Path file = Files.isDirectory(given) ? given.resolve(FILE) : given;
        if (!Files.isRegularFile(file)) {
            throw new Unreadable("there is no " + file);
        }
        try {
            return switch (Document.yaml(Files.readAllBytes(file))) {
                case Document.Reading.Unreadable wrong ->
                    throw new Unreadable(file + ":" + Math.max(1, wrong.line()) + ": " + wrong.message());
                case Document.Reading.Read(var document) ->
                    new ModuleFolder(file.toAbsolutePath().resolveSibling("").normalize(), file.toString(), document);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every mistake, in the order of lines: those of the format, files that are missing, and expressions that fail
    /// once they are evaluated with options as the schema lets them through.
    List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>(ModuleFormat.check(document.root()));
        missingFiles(document.root(), "", mistakes);
        if (mistakes.isEmpty()) {
            mistakes.addAll(evaluated());
        }
        mistakes.sort(Comparator.comparingInt(this::line).thenComparing(Mistake::pointer));
        return mistakes;
    }

    /// As compilers write it: file, line, what is wrong.
    String text(Mistake mistake) {
        String place = mistake.pointer().isEmpty() ? "" : mistake.pointer() + " ";
        return shown + ":" + line(mistake) + ": " + place + mistake.message();
    }

    private int line(Mistake mistake) {
        return document.line(mistake.pointer()).orElse(1);
    }

    Module module() {
        return Module.of(document.root(), directory.toString());
    }

    private void missingFiles(JsonNode node, String pointer, List<Mistake> mistakes) {
        boolean nix = pointer.endsWith("/runs/nixos/module");
        if (node.isTextual() && (nix || node.asText().startsWith(DIR))) {
            String name = nix ? node.asText() : node.asText().substring(DIR.length());
            if (!name.contains("${") && !Files.exists(directory.resolve(name))) {
                mistakes.add(new Mistake(pointer, "there is no file " + name + " in the module's folder"));
            }
        }
        node.properties()
                .forEach(field -> missingFiles(field.getValue(), Pointers.child(pointer, field.getKey()), mistakes));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                missingFiles(node.get(i), Pointers.child(pointer, i), mistakes);
            }
        }
    }

    private List<Mistake> evaluated() {
        Module module = module();
        Map<String, JsonNode> samples = new LinkedHashMap<>();
        samples.put("as few options as possible", SampleOptions.minimal(module.options()));
        samples.put("all options", SampleOptions.maximal(module.options()));
        List<JsonNode> choices = SampleOptions.choices(module.options());
        for (JsonNode choice : choices) {
            samples.put("options " + choice, choice);
        }
        Map<String, JsonNode> fit = new LinkedHashMap<>();
        samples.forEach(
                (which, options) -> fitted(module, options.deepCopy()).ifPresent(fitting -> fit.put(which, fitting)));
        if (fit.isEmpty()) {
            JsonNode fewest = SampleOptions.minimal(module.options());
            return unfit(module, fewest).stream()
                    .map(mistake -> new Mistake(
                            "/options/properties" + mistake.pointer(),
                            "no value could be made up to try it; give one in 'examples' (" + mistake.message() + ")"))
                    .toList();
        }
        List<Mistake> mistakes = new ArrayList<>();
        Set<String> told = new TreeSet<>();
        fit.forEach((which, options) -> {
            for (String topology : TOPOLOGIES) {
                Preview.of(module, options, topology).mistakes().stream()
                        .filter(mistake -> told.add(mistake.pointer()))
                        .forEach(mistake -> mistakes.add(new Mistake(
                                mistake.pointer().startsWith("/applications") ? "" : mistake.pointer(),
                                mistake.message() + " (tried with " + shortened(which) + ", " + topology + ")")));
            }
        });
        return mistakes;
    }

    private static List<Mistake> unfit(Module module, JsonNode options) {
        return module.options().validate(module.options().withDefaults(options), "");
    }

    /// Options exclude one another under conditions: what the others do not allow is left out.
    private static Optional<JsonNode> fitted(Module module, JsonNode options) {
        for (List<Mistake> unfit = unfit(module, options); !unfit.isEmpty(); unfit = unfit(module, options)) {
            boolean less = false;
            for (Mistake mistake : unfit) {
                String option = mistake.pointer().replaceFirst("^/", "").replaceFirst("/.*", "");
                less |= options instanceof ObjectNode given && given.remove(option) != null;
            }
            if (!less) {
                return Optional.empty();
            }
        }
        return Optional.of(options);
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
