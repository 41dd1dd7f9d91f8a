package org.fediversity.expressions;

import com.google.protobuf.NullValue;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelStandardFunctions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// CEL as we use it: the standard language without extensions, small programs only, regular expressions on short texts
/// only (RE2: linear time).
final class Cel {
    static final int MAX_LENGTH = 4_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_NODES = 2_000;
    private static final int MAX_ITERATIONS = 10_000;
    private static final int MAX_PATTERN = 500;
    private static final int MAX_PATTERN_SIZE = 2_000;
    private static final int MAX_MATCHED = 10_000;
    private static final long MAX_MATCHING = 100_000;
    private static final int MAX_CHOICES = 16;
    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxParseExpressionNodeCount(MAX_NODES)
            .maxParseErrorRecoveryLimit(5)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .enableHeterogeneousNumericComparisons(true)
            .errorOnIntWrap(true)
            .build();

    private static final int MAX_REMEMBERED = 200_000;

    private final dev.cel.bundle.Cel cel;
    private final Map<String, Compiled> lately = new LinkedHashMap<>(16, 0.75f, true);
    private long remembered; // characters

    Cel(List<String> names) {
        CelBuilder builder = CelFactory.standardCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(
                        CelStandardMacro.ALL,
                        CelStandardMacro.EXISTS,
                        CelStandardMacro.EXISTS_ONE,
                        CelStandardMacro.FILTER,
                        CelStandardMacro.MAP,
                        CelStandardMacro.MAP_FILTER)
                .addMacros(CelMacro.newGlobalMacro("has", 1, (factory, target, arguments) -> has(factory, arguments)))
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .excludeFunctions(CelStandardDeclarations.StandardFunction.MATCHES)
                        .build())
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                        .build())
                .addFunctionDeclarations(
                        CelFunctionDecl.newFunctionDeclaration(
                                "!_",
                                CelOverloadDecl.newGlobalOverload("not_null", SimpleType.BOOL, SimpleType.NULL_TYPE)),
                        CelFunctionDecl.newFunctionDeclaration(
                                "matches",
                                CelOverloadDecl.newMemberOverload(
                                        "short_text_matches", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING)))
                .addFunctionBindings(
                        CelFunctionBinding.from("not_null", NullValue.class, none -> true),
                        CelFunctionBinding.from("short_text_matches", String.class, String.class, Cel::matches));
        names.forEach(name -> builder.addVar(name, SimpleType.DYN));
        cel = builder.build();
    }

    /// `has(a.b)` is there and not null: `has(a.b) && a.b != null` in plain CEL.
    private static Optional<CelExpr> has(CelMacroExprFactory factory, List<CelExpr> arguments) {
        CelExpr field = arguments.getFirst();
        if (field.getKind() != CelExpr.ExprKind.Kind.SELECT) {
            return Optional.of(factory.reportError("has() asks for a field: has(options.title)"));
        }
        CelExpr there = factory.newSelect(
                factory.copy(field.select().operand()), field.select().field(), true);
        CelExpr some = factory.newGlobalCall(
                "_!=_", factory.copy(field), factory.newConstant(CelConstant.ofValue(NullValue.NULL_VALUE)));
        return Optional.of(factory.newGlobalCall("_&&_", there, some));
    }

    private static boolean matches(String text, String pattern) throws CelEvaluationException {
        if (text.length() > MAX_MATCHED) {
            throw new CelEvaluationException("matches() is for short texts");
        }
        try {
            SafePattern compiled = pattern(pattern);
            if (compiled.size() * text.length() > MAX_MATCHING) {
                throw new CelEvaluationException("matches() is for short texts and patterns");
            }
            return compiled.find(text);
        } catch (SafePattern.Refused e) {
            throw new CelEvaluationException("the pattern of matches() is not a regular expression (RE2)");
        }
    }

    private static SafePattern pattern(String text) throws SafePattern.Refused {
        if (text.length() > MAX_PATTERN) {
            throw new SafePattern.Refused("a pattern may have at most " + MAX_PATTERN + " characters");
        }
        return SafePattern.compile(text, MAX_PATTERN_SIZE);
    }

    /// What is wrong with those patterns of `matches` that stand in the expression itself.
    private static List<String> patterns(CelAbstractSyntaxTree tree) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .filter(expr -> expr.getKind() == CelExpr.ExprKind.Kind.CALL
                        && expr.call().function().equals("matches"))
                .flatMap(expr -> constants(expr.call().args().getFirst()))
                .distinct()
                .flatMap(Cel::fault)
                .toList();
    }

    private static Stream<String> fault(String pattern) {
        try {
            pattern(pattern);
            return Stream.empty();
        } catch (SafePattern.Refused e) {
            return Stream.of("the pattern of matches() cannot be used: " + e.getMessage());
        }
    }

    /// The texts that an expression can give, as far as they are written in it.
    private static Stream<String> constants(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT ->
                expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
                        ? Stream.of(expr.constant().stringValue())
                        : Stream.empty();
            case CALL ->
                switch (expr.call().function()) {
                    case "_?_:_" -> expr.call().args().stream().skip(1).flatMap(Cel::constants);
                    case "_+_" -> {
                        List<String> ends = constants(expr.call().args().get(1)).toList();
                        yield constants(expr.call().args().get(0))
                                .flatMap(start -> ends.stream().map(start::concat))
                                .limit(MAX_CHOICES);
                    }
                    default -> Stream.empty();
                };
            case IDENT, SELECT, LIST, STRUCT, MAP, COMPREHENSION, NOT_SET -> Stream.empty();
        };
    }

    /// A program, or what is wrong with its text.
    sealed interface Compiled {
        record Ready(CelAbstractSyntaxTree tree, CelRuntime.Program program) implements Compiled {}

        record Wrong(List<String> messages) implements Compiled {}
    }

    /// What was compiled lately is not compiled again.
    Compiled compile(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Compiled.Wrong(List.of("an expression may have at most " + MAX_LENGTH + " characters"));
        }
        synchronized (lately) {
            Compiled known = lately.get(text);
            if (known != null) {
                return known;
            }
        }
        Compiled compiled = fresh(text);
        synchronized (lately) {
            if (lately.put(text, compiled) == null) {
                remembered += text.length();
            }
            var eldest = lately.keySet().iterator();
            while (remembered > MAX_REMEMBERED && eldest.hasNext()) {
                remembered -= eldest.next().length();
                eldest.remove();
            }
        }
        return compiled;
    }

    private Compiled fresh(String text) {
        try {
            CelValidationResult result = cel.compile(text);
            if (result.hasError()) {
                return new Compiled.Wrong(messages(result.getErrors()));
            }
            CelAbstractSyntaxTree tree = result.getAst();
            List<String> faults = patterns(tree);
            if (!faults.isEmpty()) {
                return new Compiled.Wrong(faults);
            }
            return new Compiled.Ready(tree, cel.createProgram(tree));
        } catch (CelValidationException e) {
            return new Compiled.Wrong(messages(e.getErrors()));
        } catch (CelEvaluationException | RuntimeException | StackOverflowError e) {
            return new Compiled.Wrong(List.of("the expression cannot be understood"));
        }
    }

    private static List<String> messages(List<CelIssue> issues) {
        List<String> messages = new ArrayList<>();
        for (CelIssue issue : issues) {
            String message = issue.getMessage().replace(" (in container '')", "");
            if (message.length() > 300) {
                message = message.substring(0, 300) + "…";
            }
            if (!messages.contains(message)) {
                messages.add(message);
            }
        }
        return messages;
    }
}
