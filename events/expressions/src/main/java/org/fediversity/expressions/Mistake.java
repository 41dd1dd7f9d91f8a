package org.fediversity.expressions;

/// Something that is wrong with what somebody wrote.
///
/// @param pointer JSON Pointer (RFC 6901) to it; empty for the whole
/// @param message what is wrong, for the person who wrote it; never repeats a value that was evaluated
public record Mistake(String pointer, String message) {
    /// Whether it would be one with other values of the same kinds, too: what the expression names is not there, or the
    /// kinds do not fit.
    public boolean isLasting() {
        return message.startsWith(Expression.NO_FIELD) || message.equals(Expression.UNFIT);
    }

    /// The same mistake, seen from further up.
    public Mistake below(String parent) {
        return new Mistake(parent + pointer, message);
    }
}
