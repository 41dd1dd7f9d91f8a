package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fediversity.expressions.Budget;
import org.fediversity.expressions.Mistake;
import org.fediversity.expressions.Pointers;

/// What only trying finds: an expression may be well formed and still fail. A module is tried with few options,
/// with all, and with each choice, in both topologies. All of that together costs no more than a module may: what a
/// hostile module makes dear is tried with less.
final class Trial {
    private static final List<String> TOPOLOGIES = List.of("monolithic", "distributed");
    private static final String LABEL = "label"; // no other name that a module knows
    private static final int LONGEST = 300;

    private final Module module;
    private final Effort effort = new Effort();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Set<String> told = new TreeSet<>();

    private Trial(Module module) {
        this.module = module;
    }

    /// @param module one whose format is right
    /// @return mistakes with pointers into the module
    static List<Mistake> of(Module module) {
        var trial = new Trial(module);
        trial.run();
        return trial.mistakes;
    }

    private void run() {
        Map<String, JsonNode> fit = samples();
        if (fit.isEmpty() && !effort.isSpent()) {
            JsonNode fewest = SampleOptions.minimal(module.options(), effort);
            unfit(fewest)
                    .forEach(mistake -> mistakes.add(new Mistake(
                            place(mistake.pointer()),
                            "no value could be made up to try it; give one in 'examples' (" + mistake.message()
                                    + ")")));
        }
        for (Map.Entry<String, JsonNode> options : fit.entrySet()) {
            for (String topology : TOPOLOGIES) {
                if (!effort.isSpent()) {
                    attempt(options.getKey(), options.getValue(), topology);
                }
            }
        }
    }

    private void attempt(String which, JsonNode options, String topology) {
        Budget budget = Effort.budget();
        Preview preview = Preview.of(module, LABEL, options, topology, () -> budget);
        boolean exhausted = false;
        for (Mistake mistake : preview.mistakes()) {
            boolean again = exhausted && mistake.message().contains(Budget.EXHAUSTED);
            exhausted |= mistake.message().contains(Budget.EXHAUSTED);
            if (!again && told.add(mistake.pointer())) {
                mistakes.add(new Mistake(
                        mistake.pointer(),
                        mistake.message() + " (tried with " + shortened(which) + ", " + topology + ")"));
            }
        }
        effort.evaluated(budget);
    }

    private Map<String, JsonNode> samples() {
        Map<String, JsonNode> samples = new LinkedHashMap<>();
        sample(samples, "as few options as possible", SampleOptions.minimal(module.options(), effort));
        if (!effort.isSpent()) {
            sample(samples, "all options", SampleOptions.maximal(module.options(), effort));
        }
        if (!effort.isSpent()) {
            SampleOptions.choices(module.options(), effort)
                    .forEach(choice -> sample(samples, "options " + choice, choice));
        }
        return samples;
    }

    private void sample(Map<String, JsonNode> samples, String which, JsonNode options) {
        fitted(options.deepCopy()).ifPresent(fitting -> samples.put(which, fitting));
    }

    private List<Mistake> unfit(JsonNode options) {
        return effort.validate(module.options(), options);
    }

    /// Options exclude one another under conditions: what the others do not allow is left out.
    private Optional<JsonNode> fitted(JsonNode options) {
        for (List<Mistake> unfit = unfit(options); !unfit.isEmpty(); unfit = unfit(options)) {
            boolean less = false;
            for (Mistake mistake : unfit) {
                less |= !mistake.pointer().isEmpty()
                        && options instanceof ObjectNode given
                        && given.remove(Pointers.tokens(mistake.pointer()).getFirst()) != null;
            }
            if (!less || effort.isSpent()) {
                return Optional.empty();
            }
        }
        return effort.isSpent() ? Optional.empty() : Optional.of(options);
    }

    /// Where an option is declared, as far as that can be told.
    private String place(String option) {
        String place = "/options";
        for (String name : Pointers.tokens(option)) {
            String below = Pointers.child(place + "/properties", name);
            if (module.document().at(below).isMissingNode()) {
                return place;
            }
            place = below;
        }
        return place;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
