package org.fediversity.expressions;

import com.google.protobuf.NullValue;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One compiled CEL expression.
final class Expression {
    private static final Pattern MISSING_KEY = Pattern.compile("key '([^']*)' is not present");
    private static final Set<String> HEAVY = Set.of("_==_", "_!=_", "_+_", "@in", "matches", "contains");
    private static final int MATCH_COST = 5_000;

    /// How failures begin that do not come of the values at hand: see [Mistake#isLasting()].
    static final String NO_FIELD = "there is no '";

    static final String UNFIT = "an operator or function in it does not fit the kinds of its values";

    private final String text;
    private final CelExpr root;
    private final CelRuntime.Program program;
    private final Kind kind;
    private final Optional<List<String>> path;
    private final List<Reference> references;
    private final Set<Long> heavyArguments = new HashSet<>();
    private final Set<Long> patterns = new HashSet<>();

    Expression(String text, CelAbstractSyntaxTree tree, CelRuntime.Program program) {
        this.text = text;
        this.root = tree.getExpr();
        this.program = program;
        this.kind = kindOf(tree.getResultType());
        this.path = path(tree.getExpr());
        List<Reference> found = new ArrayList<>();
        walk(tree.getExpr(), Set.of(), found);
        this.references = List.copyOf(found);
    }

    Kind kind() {
        return kind;
    }

    /// The names, if the expression is nothing but `a.b.c`.
    Optional<List<String>> path() {
        return path;
    }

    List<Reference> references() {
        return references;
    }

    /// Whether it is true or false whatever else there is, if the name stands for the text.
    Optional<Boolean> decided(List<String> name, String text) {
        return new Presumption(name, text).truth(root);
    }

    /// A value, or why there is none.
    sealed interface Outcome {
        record Is(Object value) implements Outcome {}

        record Fails(String why) implements Outcome {}
    }

    Outcome evaluate(Map<String, Object> variables, Budget budget) {
        try {
            Object value = program.trace(variables, (expr, result) -> charge(expr, result, budget));
            return budget.exhausted() ? new Outcome.Fails(Budget.EXHAUSTED) : new Outcome.Is(value);
        } catch (CelEvaluationException e) {
            return new Outcome.Fails(budget.exhausted() ? Budget.EXHAUSTED : explain(e));
        } catch (Exhausted | StackOverflowError e) {
            return new Outcome.Fails(Budget.EXHAUSTED);
        } catch (RuntimeException e) {
            return new Outcome.Fails(budget.exhausted() ? Budget.EXHAUSTED : "it cannot be evaluated");
        }
    }

    private static final class Exhausted extends RuntimeException {
        Exhausted() {
            super(Budget.EXHAUSTED, null, false, false);
        }
    }

    private void charge(CelExpr expr, Object result, Budget budget) {
        long cost = 1;
        if (heavyArguments.contains(expr.id())) {
            cost += weight(result, 0);
        }
        if (patterns.contains(expr.id())) {
            cost += MATCH_COST;
        }
        if (result instanceof String made) {
            cost += made.length() / 256;
        }
        if (!budget.spend(cost)) {
            throw new Exhausted();
        }
    }

    private static long weight(Object value, int depth) {
        return switch (value) {
            case String made -> made.length() / 64;
            case Map<?, ?> map
            when depth < 50 ->
                map.entrySet().stream()
                        .mapToLong(entry -> 1 + weight(entry.getKey(), depth) + weight(entry.getValue(), depth + 1))
                        .sum();
            case Collection<?> list
            when depth < 50 ->
                list.stream()
                        .mapToLong(element -> 1 + weight(element, depth + 1))
                        .sum();
            default -> 1;
        };
    }

    /// In our own words: those of the library may repeat a value, and a value may be a secret.
    private String explain(CelEvaluationException e) {
        CelErrorCode code = e.getErrorCode();
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> {
                Matcher missing = MISSING_KEY.matcher(String.valueOf(e.getMessage()));
                yield missing.find() && text.contains(missing.group(1))
                        ? NO_FIELD + missing.group(1) + "' here; has() tells whether there is"
                        : "a name in it is not there; has() tells whether it is";
            }
            case INDEX_OUT_OF_BOUNDS -> "a list in it has fewer elements";
            case DIVIDE_BY_ZERO -> "it divides by zero";
            case NUMERIC_OVERFLOW -> "a number in it becomes too large";
            case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD -> UNFIT;
            case ITERATION_BUDGET_EXCEEDED -> Budget.EXHAUSTED;
            case BAD_FORMAT, INVALID_ARGUMENT -> "a value in it cannot be converted";
            case DUPLICATE_ATTRIBUTE -> "a key occurs twice";
            case TYPE_NOT_FOUND -> "it names a type that does not exist";
            case INTERNAL_ERROR ->
                String.valueOf(e.getMessage()).contains("matches()")
                        ? "matches() takes a short text and a regular expression (RE2)"
                        : "it cannot be evaluated";
        };
    }

    private static Kind kindOf(CelType type) {
        return switch (type.kind()) {
            case BOOL -> Kind.BOOLEAN;
            case INT, UINT -> Kind.INTEGER;
            case DOUBLE -> Kind.NUMBER;
            case STRING, TIMESTAMP, DURATION -> Kind.TEXT;
            case LIST -> Kind.LIST;
            case MAP -> Kind.OBJECT;
            case NULL_TYPE -> Kind.NULL;
            default -> Kind.UNKNOWN;
        };
    }

    static Optional<List<String>> path(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> Optional.of(List.of(expr.ident().name().replaceFirst("^\\.", "")));
            case SELECT -> longer(expr.select().operand(), expr.select().field());
            case CALL ->
                expr.call().function().equals("_[_]")
                                && expr.call().args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                                && expr.call().args().get(1).constant().getKind() == CelConstant.Kind.STRING_VALUE
                        ? longer(
                                expr.call().args().get(0),
                                expr.call().args().get(1).constant().stringValue())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<List<String>> longer(CelExpr operand, String field) {
        return path(operand).map(before -> {
            List<String> all = new ArrayList<>(before);
            all.add(field);
            return all;
        });
    }

    private void walk(CelExpr expr, Set<String> local, List<Reference> found) {
        Optional<List<String>> names = path(expr);
        if (names.isPresent()) {
            if (!local.contains(names.get().getFirst())) {
                boolean presence = expr.getKind() == CelExpr.ExprKind.Kind.SELECT
                        && expr.select().testOnly();
                Reference reference = new Reference("", names.get(), presence);
                if (!found.contains(reference)) {
                    found.add(reference);
                }
            }
            return;
        }
        switch (expr.getKind()) {
            case SELECT -> walk(expr.select().operand(), local, found);
            case CALL -> call(expr, local, found);
            case LIST -> expr.list().elements().forEach(element -> walk(element, local, found));
            case STRUCT -> expr.struct().entries().forEach(entry -> walk(entry.value(), local, found));
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    walk(entry.key(), local, found);
                    walk(entry.value(), local, found);
                });
            case COMPREHENSION -> {
                CelExpr.CelComprehension loop = expr.comprehension();
                walk(loop.iterRange(), local, found);
                walk(loop.accuInit(), local, found);
                Set<String> inner = new HashSet<>(local);
                inner.add(loop.iterVar());
                inner.add(loop.iterVar2());
                inner.add(loop.accuVar());
                walk(loop.loopCondition(), inner, found);
                walk(loop.loopStep(), inner, found);
                walk(loop.result(), inner, found);
            }
            case IDENT, CONSTANT, NOT_SET -> {}
        }
    }

    private void call(CelExpr expr, Set<String> local, List<Reference> found) {
        String function = expr.call().function();
        List<CelExpr> arguments = new ArrayList<>(expr.call().args());
        expr.call().target().ifPresent(arguments::addFirst);
        if (function.equals("_&&_") && isOurHas(arguments)) {
            walk(arguments.getFirst(), local, found);
            return;
        }
        if (HEAVY.contains(function)) {
            arguments.forEach(argument -> heavyArguments.add(argument.id()));
        }
        if (function.equals("matches")) {
            patterns.add(
                    arguments.getLast().id()); // not the call itself: one that fails costs as much, and has no result
        }
        arguments.forEach(argument -> walk(argument, local, found));
    }

    /// What the macro `has` expands to.
    private static boolean isOurHas(List<CelExpr> arguments) {
        CelExpr there = arguments.get(0);
        CelExpr some = arguments.get(1);
        return there.getKind() == CelExpr.ExprKind.Kind.SELECT
                && there.select().testOnly()
                && some.getKind() == CelExpr.ExprKind.Kind.CALL
                && some.call().function().equals("_!=_")
                && some.call().args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && some.call().args().get(1).constant().equals(CelConstant.ofValue(NullValue.NULL_VALUE))
                && path(there).equals(path(some.call().args().get(0)));
    }
}
