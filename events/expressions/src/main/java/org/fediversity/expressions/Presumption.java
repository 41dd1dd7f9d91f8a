package org.fediversity.expressions;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Optional;

/// What can be told of a condition when of all names only one is known: `request.type == 'volume' &&
/// request.sizeGiB > 5` is false if `request.type` is `bucket`, and may be anything if it is `volume`.
///
/// @param name the one that is known, as [Reference#path()] writes it
/// @param text what it stands for
record Presumption(List<String> name, String text) {
    /// Empty if it depends on something else.
    Optional<Boolean> truth(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT ->
                expr.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                        ? Optional.of(expr.constant().booleanValue())
                        : Optional.empty();
            case CALL -> called(expr.call().function(), expr.call().args());
            case IDENT, SELECT, LIST, STRUCT, MAP, COMPREHENSION, NOT_SET -> Optional.empty();
        };
    }

    private Optional<Boolean> called(String function, List<CelExpr> arguments) {
        return switch (function) {
            case "!_" -> truth(arguments.getFirst()).map(truth -> !truth);
            case "_&&_" -> together(arguments, false);
            case "_||_" -> together(arguments, true);
            case "_?_:_" -> truth(arguments.get(0)).flatMap(truth -> truth(arguments.get(truth ? 1 : 2)));
            case "_==_" -> equal(arguments);
            case "_!=_" -> equal(arguments).map(truth -> !truth);
            case "@in" -> in(arguments.get(0), arguments.get(1));
            default -> Optional.empty();
        };
    }

    /// One that comes to `enough` decides; otherwise all have to be known.
    private Optional<Boolean> together(List<CelExpr> arguments, boolean enough) {
        List<Optional<Boolean>> truths = arguments.stream().map(this::truth).toList();
        if (truths.contains(Optional.of(enough))) {
            return Optional.of(enough);
        }
        return truths.stream().allMatch(Optional::isPresent) ? Optional.of(!enough) : Optional.empty();
    }

    private Optional<Boolean> equal(List<CelExpr> arguments) {
        return text(arguments.get(0)).flatMap(one -> text(arguments.get(1)).map(one::equals));
    }

    private Optional<Boolean> in(CelExpr one, CelExpr list) {
        if (list.getKind() != CelExpr.ExprKind.Kind.LIST) {
            return Optional.empty();
        }
        List<Optional<String>> elements =
                list.list().elements().stream().map(this::text).toList();
        return elements.stream().allMatch(Optional::isPresent)
                ? text(one).map(text -> elements.contains(Optional.of(text)))
                : Optional.empty();
    }

    private Optional<String> text(CelExpr expr) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            return expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                    ? Optional.of(expr.constant().stringValue())
                    : Optional.empty();
        }
        boolean presence =
                expr.getKind() == CelExpr.ExprKind.Kind.SELECT && expr.select().testOnly();
        return !presence && Expression.path(expr).equals(Optional.of(name)) ? Optional.of(text) : Optional.empty();
    }
}
