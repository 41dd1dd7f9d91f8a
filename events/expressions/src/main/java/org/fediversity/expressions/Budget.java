package org.fediversity.expressions;

/// How much work an evaluation may still do, in steps. Once it is used up it stays so: an expression cannot swallow the
/// failure with `||` and go on.
final class Budget {
    static final String EXHAUSTED = "this takes too many steps to evaluate";

    private long left;

    Budget(long steps) {
        left = steps;
    }

    boolean spend(long steps) {
        left -= steps;
        return left >= 0;
    }

    boolean exhausted() {
        return left < 0;
    }
}
