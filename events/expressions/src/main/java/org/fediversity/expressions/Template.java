package org.fediversity.expressions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tree of values (text, numbers, lists, objects) whose texts may hold `${...}` in CEL. A text that is one expression
/// becomes its value and keeps its type; an expression within a text becomes text. `$${` stands for the text `${`.
/// Keys of objects are taken literally.
///
/// Compile once, evaluate often: a template is immutable and may be shared between threads.
public final class Template {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_DEPTH = 100;
    private static final int MAX_EXPRESSIONS = 5_000;

    private final Node root;
    private final List<Mistake> mistakes;
    private final List<Reference> references;

    private sealed interface Node {
        record Constant(@Nullable Object value) implements Node {}

        record Computed(String pointer, Expression expression) implements Node {}

        record Mixed(String pointer, List<Object> parts) implements Node {}

        record Array(List<Node> elements) implements Node {}

        record Fields(Map<String, Node> fields) implements Node {}
    }

    private Template(Node root, List<Mistake> mistakes, List<Reference> references) {
        this.root = root;
        this.mistakes = List.copyOf(mistakes);
        this.references = List.copyOf(references);
    }

    /// Reads a template and compiles its expressions. What is wrong with them stands in [#mistakes()].
    ///
    /// @param tree a text, a number, a list, a map, a [JsonNode], ...
    public static Template of(@Nullable Object tree, Scope scope) {
        return new Reader(scope).read(tree);
    }

    private static final class Reader {
        private final Scope scope;
        private final List<Mistake> mistakes = new ArrayList<>();
        private final List<Reference> references = new ArrayList<>();
        private int expressions;

        Reader(Scope scope) {
            this.scope = scope;
        }

        Template read(@Nullable Object tree) {
            Node root = node(tree instanceof JsonNode json ? JSON.convertValue(json, Object.class) : tree, "", 0);
            return new Template(root, mistakes, references);
        }

        private Node node(@Nullable Object value, String pointer, int depth) {
            if (depth > MAX_DEPTH) {
                mistakes.add(new Mistake(pointer, "this is nested too deeply"));
                return new Node.Constant(null);
            }
            return switch (value) {
                case String text when text.contains("${") -> text(text, pointer);
                case Map<?, ?> map -> {
                    Map<String, Node> fields = new LinkedHashMap<>();
                    map.forEach((key, field) -> fields.put(
                            String.valueOf(key), node(field, Pointers.child(pointer, String.valueOf(key)), depth + 1)));
                    yield new Node.Fields(fields);
                }
                case Iterable<?> list -> {
                    List<Node> elements = new ArrayList<>();
                    for (Object element : list) {
                        elements.add(node(element, Pointers.child(pointer, elements.size()), depth + 1));
                    }
                    yield new Node.Array(elements);
                }
                case null -> new Node.Constant(null);
                default -> new Node.Constant(value);
            };
        }

        private Node text(String text, String pointer) {
            try {
                Text cut = Text.cut(text);
                if (cut.isExpression()) {
                    return compile(cut.parts().getFirst().text(), pointer)
                            .<Node>map(expression -> new Node.Computed(pointer, expression))
                            .orElse(new Node.Constant(null));
                }
                List<Object> parts = new ArrayList<>();
                for (Text.Part part : cut.parts()) {
                    if (part.expression()) {
                        compile(part.text(), pointer).ifPresent(parts::add);
                    } else {
                        parts.add(part.text());
                    }
                }
                return new Node.Mixed(pointer, parts);
            } catch (Text.Unclosed e) {
                mistakes.add(new Mistake(pointer, String.valueOf(e.getMessage())));
                return new Node.Constant(null);
            }
        }

        private Optional<Expression> compile(String text, String pointer) {
            if (++expressions > MAX_EXPRESSIONS) {
                if (expressions == MAX_EXPRESSIONS + 1) {
                    mistakes.add(new Mistake(pointer, "there are more than " + MAX_EXPRESSIONS + " expressions"));
                }
                return Optional.empty();
            }
            return switch (scope.cel().compile(text)) {
                case Cel.Compiled.Wrong(var messages) -> {
                    messages.forEach(message -> mistakes.add(
                            new Mistake(pointer, "${" + shortened(text) + "}: " + message + knownNames(message))));
                    yield Optional.empty();
                }
                case Cel.Compiled.Ready(var tree, var program) -> {
                    Expression expression = new Expression(text, tree, program);
                    expression.references().forEach(reference -> references.add(reference.at(pointer)));
                    yield Optional.of(expression);
                }
            };
        }

        private String knownNames(String message) {
            return message.contains("undeclared reference") ? "; known here: " + String.join(", ", scope.names()) : "";
        }

        private static String shortened(String text) {
            return text.length() <= 80 ? text : text.substring(0, 80) + "…";
        }
    }

    /// What is wrong with the expressions, with pointers into the tree; empty if they are fine.
    public List<Mistake> mistakes() {
        return mistakes;
    }

    /// The names that the expressions use.
    public List<Reference> references() {
        return references;
    }

    /// Whether it holds no expression at all.
    public boolean isConstant() {
        return references.isEmpty() && mistakes.isEmpty() && constant(root);
    }

    private static boolean constant(Node node) {
        return switch (node) {
            case Node.Constant one -> true;
            case Node.Computed one -> false;
            case Node.Mixed(var pointer, var parts) -> parts.stream().allMatch(String.class::isInstance);
            case Node.Array(var elements) -> elements.stream().allMatch(Template::constant);
            case Node.Fields(var fields) -> fields.values().stream().allMatch(Template::constant);
        };
    }

    /// What kind of value it gives, as far as that can be told beforehand.
    public Kind kind() {
        return switch (root) {
            case Node.Computed(var pointer, var expression) -> expression.kind();
            case Node.Mixed mixed -> Kind.TEXT;
            case Node.Array array -> Kind.LIST;
            case Node.Fields fields -> Kind.OBJECT;
            case Node.Constant(var value) ->
                switch (value) {
                    case null -> Kind.NULL;
                    case Boolean truth -> Kind.BOOLEAN;
                    case Integer number -> Kind.INTEGER;
                    case Long number -> Kind.INTEGER;
                    case Number number -> Kind.NUMBER;
                    default -> Kind.TEXT;
                };
        };
    }

    /// The names, if the whole template is nothing but `${a.b.c}`.
    public Optional<List<String>> path() {
        return root instanceof Node.Computed(var pointer, var expression) ? expression.path() : Optional.empty();
    }

    /// Evaluates the whole tree; all that fails is reported together.
    ///
    /// @param variables plain values by the names of the scope
    public Evaluation evaluate(Map<String, ?> variables) {
        return evaluate(variables, Budget.usual());
    }

    /// The same, out of a budget that it shares with others.
    public Evaluation evaluate(Map<String, ?> variables, Budget budget) {
        if (!mistakes.isEmpty()) {
            return new Evaluation.Failed(mistakes);
        }
        Map<String, Object> cel = new HashMap<>();
        variables.forEach((name, value) -> cel.put(name, Plain.toCel(value)));
        Run run = new Run(cel, budget);
        Object value = run.value(root);
        return run.failed.isEmpty() ? new Evaluation.Value(value) : new Evaluation.Failed(run.failed);
    }

    /// As [#evaluate], for conditions: the value is a Boolean, or it failed.
    public Evaluation test(Map<String, ?> variables) {
        return test(variables, Budget.usual());
    }

    /// The same, out of a budget that it shares with others.
    public Evaluation test(Map<String, ?> variables, Budget budget) {
        Evaluation evaluation = evaluate(variables, budget);
        return evaluation instanceof Evaluation.Value(var value) && !(value instanceof Boolean)
                ? new Evaluation.Failed(List.of(new Mistake("", "a condition must be true or false")))
                : evaluation;
    }

    private static final class Run {
        private final Map<String, Object> variables;
        private final Budget budget;
        private final List<Mistake> failed = new ArrayList<>();

        Run(Map<String, Object> variables, Budget budget) {
            this.variables = variables;
            this.budget = budget;
        }

        @Nullable
        Object value(Node node) {
            return switch (node) {
                case Node.Constant(var value) -> value;
                case Node.Computed(var pointer, var expression) -> computed(pointer, expression);
                case Node.Mixed(var pointer, var parts) -> {
                    StringBuilder text = new StringBuilder();
                    for (Object part : parts) {
                        text.append(
                                part instanceof Expression expression
                                        ? Plain.text(computed(pointer, expression))
                                        : part);
                    }
                    yield text.toString();
                }
                case Node.Array(var elements) -> {
                    List<@Nullable Object> list = new ArrayList<>();
                    elements.forEach(element -> list.add(value(element)));
                    yield Collections.unmodifiableList(list);
                }
                case Node.Fields(var fields) -> {
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    fields.forEach((key, field) -> map.put(key, value(field)));
                    yield Collections.unmodifiableMap(map);
                }
            };
        }

        private @Nullable Object computed(String pointer, Expression expression) {
            return switch (expression.evaluate(variables, budget)) {
                case Expression.Outcome.Fails(var why) -> {
                    failed.add(new Mistake(pointer, why));
                    yield null;
                }
                case Expression.Outcome.Is(var value) -> {
                    try {
                        yield Plain.fromCel(value, budget).orElse(null);
                    } catch (Plain.NoJson e) {
                        failed.add(new Mistake(pointer, String.valueOf(e.getMessage())));
                        yield null;
                    }
                }
            };
        }
    }
}
