package org.fediversity.runtime;

/// One mistake in what was sent.
///
/// @param pointer JSON Pointer (RFC 6901) into the body; empty for the whole of it
/// @param message what is wrong and what would be right; never repeats a secret
public record Fault(String pointer, String message) {}
