package org.fediversity.expressions;

/// Something that is wrong with what somebody wrote.
///
/// @param pointer JSON Pointer (RFC 6901) to it; empty for the whole
/// @param message what is wrong, for the person who wrote it; never repeats a value that was evaluated
public record Mistake(String pointer, String message) {
    /// The same mistake, seen from further up.
    public Mistake below(String parent) {
        return new Mistake(parent + pointer, message);
    }
}
