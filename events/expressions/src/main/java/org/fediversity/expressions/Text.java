package org.fediversity.expressions;

import java.util.ArrayList;
import java.util.List;

/// A text cut into what stands in it literally and the `${...}` in it.
record Text(List<Part> parts) {
    /// @param expression whether it stood within `${` and `}`
    record Part(String text, boolean expression) {}

    static final class Unclosed extends Exception {
        Unclosed(int at) {
            super(
                    "the ${ at character " + (at + 1) + " is never closed; write $${ for the text ${",
                    null,
                    false,
                    false);
        }
    }

    Text {
        parts = List.copyOf(parts);
    }

    /// Whether the text is one expression and nothing else.
    boolean isExpression() {
        return parts.size() == 1 && parts.getFirst().expression();
    }

    static Text cut(String text) throws Unclosed {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = end(text, at);
                if (!literal.isEmpty()) {
                    parts.add(new Part(literal.toString(), false));
                    literal.setLength(0);
                }
                parts.add(new Part(text.substring(at + 2, end), true));
                at = end + 1;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        if (!literal.isEmpty() || parts.isEmpty()) {
            parts.add(new Part(literal.toString(), false));
        }
        return new Text(parts);
    }

    /// Where the brace is that closes the expression; braces in maps, texts and comments do not count.
    private static int end(String text, int start) throws Unclosed {
        int depth = 0;
        for (int at = start + 1; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '{' -> depth++;
                case '}' -> {
                    if (--depth == 0) {
                        return at;
                    }
                }
                case '\'', '"' -> at = afterText(text, at);
                case '/' -> {
                    if (text.startsWith("//", at)) {
                        int line = text.indexOf('\n', at);
                        at = line < 0 ? text.length() : line;
                    }
                }
                default -> {}
            }
        }
        throw new Unclosed(start);
    }

    private static int afterText(String text, int start) {
        String quote = text.substring(start, start + 1);
        boolean raw = start > 0
                && (text.charAt(start - 1) == 'r' || text.charAt(start - 1) == 'R')
                && (start < 2 || !Character.isLetterOrDigit(text.charAt(start - 2)) || isByte(text.charAt(start - 2)));
        String close = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
        int at = start + close.length();
        while (at < text.length()) {
            if (!raw && text.charAt(at) == '\\') {
                at += 2;
            } else if (text.startsWith(close, at)) {
                return at + close.length() - 1;
            } else {
                at++;
            }
        }
        return text.length();
    }

    private static boolean isByte(char prefix) {
        return prefix == 'b' || prefix == 'B';
    }
}
