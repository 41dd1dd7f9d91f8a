package org.fediversity.modules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.fediversity.expressions.Budget;
import org.fediversity.expressions.Mistake;

/// How much a trial may still do, counted and not timed, so that every machine judges alike.
final class Effort {
    private static final long MOST_SCHEMAS = 250_000;
    private static final long MOST_STEPS = 500_000;

    private long schemas = MOST_SCHEMAS;
    private long steps = MOST_STEPS;

    /// What is wrong with options once their defaults are filled in; nothing where the effort is spent.
    List<Mistake> validate(OptionSchema schema, JsonNode options) {
        if (!takes(schema.cost() * repeats(options))) {
            return List.of();
        }
        JsonNode complete = schema.withDefaults(options);
        return takes(schema.cost() * (repeats(complete) - repeats(options)))
                ? schema.validate(complete, "")
                : List.of();
    }

    /// @return whether so many values may be made
    boolean makes(long values) {
        return takes(values);
    }

    private boolean takes(long units) {
        schemas -= Math.max(0, units);
        return !isSpent();
    }

    /// What all expressions of a module together may cost in one configuration.
    static Budget budget() {
        return Budget.of(MOST_STEPS);
    }

    void evaluated(Budget budget) {
        steps -= budget.spent();
    }

    boolean isSpent() {
        return schemas < 0 || steps < 0;
    }

    /// How often a part of the schema is asked at most: once for each element of a list.
    static long repeats(JsonNode value) {
        long most = 1;
        long sum = 0;
        for (JsonNode child : value) {
            long below = repeats(child);
            most = Math.max(most, below);
            sum += below;
        }
        return value.isArray() ? Math.max(1, sum) : most + value.size() / 100;
    }

    static long count(JsonNode value) {
        long count = 1;
        for (JsonNode child : value) {
            count += count(child);
        }
        return count;
    }
}
