package org.fediversity.config.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.fediversity.expressions.Document;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;
import org.fediversity.runtime.Decision;
import org.fediversity.runtime.Fault;
import org.fediversity.runtime.Refusal;
import org.fediversity.runtime.RefusedException;
import org.fediversity.runtime.web.GeneralRefusal;
import org.fediversity.runtime.web.Texts;
import org.jspecify.annotations.Nullable;

/// Reads what was sent as JSON or YAML.
final class Bodies {
    static final String YAML = "application/yaml";

    private Bodies() {}

    /// @param invalid refusal for a document that can be read but breaks our limits
    static Document read(@Nullable String contentType, byte @Nullable [] body, Refusal invalid) {
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > Document.MAX_BYTES) {
            throw new RefusedException(
                    GeneralRefusal.TOO_LARGE, "A document may have at most " + Document.MAX_BYTES + " bytes.");
        }
        boolean yaml = contentType != null && contentType.contains("yaml");
        return switch (yaml ? Document.yaml(bytes) : Document.json(bytes)) {
            case Document.Reading.Read(var document) -> kept(document, contentType, invalid);
            case Document.Reading.Unreadable unreadable
            when unreadable.malformed() -> throw new RefusedException(GeneralRefusal.MALFORMED, unreadable.text());
            case Document.Reading.Unreadable unreadable ->
                throw new RefusedException(
                        new Decision.Refused(invalid, unreadable.text(), List.of(new Fault("", unreadable.text()))));
        };
    }

    private static Document kept(Document document, @Nullable String contentType, Refusal invalid) {
        List<Fault> faults = new ArrayList<>();
        unkept(document.root(), "", faults);
        if (!faults.isEmpty()) {
            throw new RefusedException(
                    new Decision.Refused(invalid, counted(faults), located(faults, document, contentType)));
        }
        return document;
    }

    private static void unkept(JsonNode node, String pointer, List<Fault> faults) {
        if (node.isTextual()) {
            unkept(pointer, node.asText(), faults);
        }
        node.properties().forEach(field -> {
            String here = Pointers.child(pointer, field.getKey());
            unkept(here, field.getKey(), faults);
            unkept(field.getValue(), here, faults);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            unkept(node.get(i), Pointers.child(pointer, i), faults);
        }
    }

    private static void unkept(String pointer, @Nullable String text, List<Fault> faults) {
        if (text != null && !Texts.isKept(text)) {
            faults.add(new Fault(pointer, "holds U+0000 or half a surrogate pair, which cannot be kept"));
        }
    }

    /// What is wrong with a stranger's text, as we tell it over HTTP.
    static List<Fault> faults(List<Mistake> mistakes) {
        return mistakes.stream()
                .map(mistake -> new Fault(mistake.pointer(), mistake.message()))
                .toList();
    }

    /// The faults, with the lines of the document where it was YAML.
    static List<Fault> located(List<Fault> faults, Document document, @Nullable String contentType) {
        if (contentType == null || !contentType.contains("yaml")) {
            return faults;
        }
        return faults.stream()
                .map(fault -> new Fault(
                        fault.pointer(),
                        document.line(fault.pointer()).isPresent()
                                ? "line " + document.line(fault.pointer()).getAsInt() + ": " + fault.message()
                                : fault.message()))
                .toList();
    }

    static String counted(List<Fault> faults) {
        Fault first = faults.getFirst();
        String told = (first.pointer().isEmpty() ? "" : first.pointer() + " ") + first.message();
        return faults.size() == 1 ? told + "." : faults.size() + " mistakes; the first: " + told + ".";
    }
}
