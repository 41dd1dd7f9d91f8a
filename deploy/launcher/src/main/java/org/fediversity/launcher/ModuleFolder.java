package org.fediversity.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.fediversity.expressions.Document;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.modules.Module;
import org.fediversity.modules.ModuleFormat;

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

    /// Every mistake, in the order of lines: those that the catalogue would tell, and files that are missing.
    List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>(ModuleFormat.check(document.root()));
        missingFiles(document.root(), "", mistakes);
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
            boolean wrong =
                    mistakes.stream().anyMatch(mistake -> mistake.pointer().equals(pointer));
            if (!wrong && !name.contains("${") && !Files.exists(directory.resolve(name))) {
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
}
