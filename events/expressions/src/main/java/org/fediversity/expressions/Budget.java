package org.fediversity.expressions;

/// How much work an evaluation may still do, in steps. Once it is used up it stays so: an expression cannot swallow the
/// failure with `||` and go on.
public final class Budget {
    /// What is said of what can no longer be evaluated.
    public static final String EXHAUSTED = "this takes too many steps to evaluate";
    private static final long STEPS = 2_000_000;

    private final long given;
    private long left;

    Budget(long steps) {
        given = steps;
        left = steps;
    }

    /// What one evaluation may cost; several that share it may cost that much together.
    public static Budget usual() {
        return new Budget(STEPS);
    }

    /// What several may cost together.
    public static Budget of(long steps) {
        return new Budget(steps);
    }

    boolean spend(long steps) {
        left -= steps;
        return left >= 0;
    }

    /// Whether nothing more can be evaluated.
    public boolean exhausted() {
        return left < 0;
    }

    /// How many steps were done so far.
    public long spent() {
        return given - Math.max(0, left);
    }
}
