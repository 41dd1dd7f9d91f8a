package org.fediversity.provisioning.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fediversity.contracts.Assignment;
import org.jspecify.annotations.Nullable;

/// An environment as its provider declared it: where software can run, what is available, and who gets what.
public record Definition(
        String name, String title, String backend, List<String> topologies, List<Offer> offers, List<Rule> rules) {
    public Definition {
        topologies = Plain.list(topologies);
        offers = Plain.list(offers);
        rules = Plain.list(rules);
    }

    /// Reads a document that has been found valid.
    public static Definition read(Map<String, Object> document) {
        Map<String, Object> metadata = Plain.object(document.get("metadata"));
        String name = Plain.text(metadata, "name");
        String title = Plain.text(metadata, "title");
        String backend = Plain.text(document, "backend");
        List<Offer> declared = Plain.array(document.get("resources")).stream()
                .map(Plain::object)
                .map(resource -> new Offer(
                        Plain.text(resource, "name"),
                        Plain.text(resource, "type"),
                        Plain.text(resource, "driver"),
                        Plain.object(resource.get("at")),
                        Amounts.read(Plain.object(resource.get("capacity"))),
                        false))
                .toList();
        List<Rule> rules = Plain.array(document.get("policy")).stream()
                .map(Plain::object)
                .map(rule -> new Rule(
                        condition(rule.get("when")),
                        Plain.text(rule, "use"),
                        Plain.object(rule.get("with")),
                        Plain.text(rule, "refuse")))
                .toList();
        return new Definition(
                name,
                title.isEmpty() ? name : title,
                backend,
                Plain.array(document.get("topologies")).stream()
                        .map(String::valueOf)
                        .toList(),
                Stream.concat(declared.stream(), builtIns(backend, declared)).toList(),
                rules);
    }

    /// The offer of a name. One that was built in stays known when the provider declares another of its type.
    public Optional<Offer> offer(String name) {
        return Stream.concat(offers.stream(), builtIns(backend, List.of()))
                .filter(offer -> offer.name().equals(name))
                .findFirst();
    }

    /// Those that are held and would no longer be offered as what they are: their drivers could neither serve nor
    /// release them any more.
    public List<Assignment> orphans(List<Assignment> held) {
        return held.stream()
                .filter(assignment -> offer(assignment.offer())
                        .filter(offer -> offer.type().equals(assignment.type())
                                && offer.driver().equals(assignment.driver()))
                        .isEmpty())
                .toList();
    }

    /// The offer of a type that is there without being declared, and without a policy having to name it.
    public Optional<Offer> builtIn(String type) {
        return offers.stream()
                .filter(offer -> offer.builtIn() && offer.type().equals(type))
                .findFirst();
    }

    /// Secrets need nothing but the vault; where processes run, directories and shells are at hand.
    private static Stream<Offer> builtIns(String backend, List<Offer> declared) {
        Stream<Offer> always = Stream.of(builtIn("secret", "secret"));
        Stream<Offer> local = backend.equals("process")
                ? Stream.of(builtIn("volume", "directory"), builtIn("login-shell", "process"))
                : Stream.of();
        return Stream.concat(always, local).filter(offer -> declared.stream()
                .noneMatch(other ->
                        other.type().equals(offer.type()) || other.name().equals(offer.name())));
    }

    /// A plain `true` or `false` is as good as an expression.
    private static String condition(@Nullable Object when) {
        return when instanceof Boolean plain ? "${" + plain + "}" : when instanceof String text ? text : "";
    }

    private static Offer builtIn(String type, String driver) {
        return new Offer("built-in-" + type, type, driver, Map.of(), Amounts.NONE, true);
    }
}
