package org.fediversity.expressions;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// A stranger's regular expression: RE2 syntax, so that matching takes linear time, and small once its repetitions are
/// written out, so that compiling takes little memory.
public final class SafePattern {
    private static final int MAX_LENGTH = 1_000;
    private static final long MAX_SIZE = 10_000;
    private static final int MAX_DEPTH = 50;
    private static final int MOST_LATELY = 200;
    private static final Map<String, SafePattern> LATELY = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SafePattern> eldest) {
            return size() > MOST_LATELY;
        }
    };

    private final Pattern pattern;
    private final long size;

    private SafePattern(Pattern pattern, long size) {
        this.pattern = pattern;
        this.size = size;
    }

    /// It cannot be used, for the reason in the message.
    public static final class Refused extends Exception {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /// What was compiled lately is not compiled again.
    public static SafePattern compile(String text) throws Refused {
        synchronized (LATELY) {
            SafePattern known = LATELY.get(text);
            if (known != null) {
                return known;
            }
        }
        SafePattern compiled = compile(text, MAX_SIZE);
        synchronized (LATELY) {
            LATELY.put(text, compiled);
        }
        return compiled;
    }

    /// @param maxSize the most that [#size()] may be
    static SafePattern compile(String text, long maxSize) throws Refused {
        if (text.length() > MAX_LENGTH) {
            throw new Refused("a pattern may have at most " + MAX_LENGTH + " characters");
        }
        long size = size(text);
        if (size > maxSize) {
            throw new Refused("its repetitions make it too large");
        }
        try {
            return new SafePattern(Pattern.compile(text), size);
        } catch (PatternSyntaxException e) {
            throw new Refused("is no RE2 pattern (no look-around, no back-references): " + e.getDescription());
        } catch (StackOverflowError e) {
            throw new Refused("is nested too deeply");
        }
    }

    /// Whether it matches anywhere in the text.
    public boolean find(String text) {
        return pattern.matcher(text).find();
    }

    /// About how many instructions it became. Looking for it in a text takes at most this many steps a character.
    public long size() {
        return size;
    }

    /// About how many instructions a text becomes: each atom is one, a repetition multiplies what it repeats.
    private static long size(String text) throws Refused {
        Deque<long[]> groups = new ArrayDeque<>();
        groups.push(new long[] {0, 0});
        for (int at = 0; at < text.length(); at++) {
            long[] group = groups.element();
            switch (text.charAt(at)) {
                case '\\' -> {
                    at++;
                    atom(group, 1);
                }
                case '[' -> {
                    at = endOfClass(text, at);
                    atom(group, 1);
                }
                case '(' -> {
                    if (groups.size() > MAX_DEPTH) {
                        throw new Refused("is nested too deeply");
                    }
                    groups.push(new long[] {0, 0});
                }
                case ')' -> {
                    if (groups.size() > 1) {
                        long[] closed = groups.pop();
                        atom(groups.element(), closed[0] + 2);
                    }
                }
                case '{' -> {
                    long times = times(text, at);
                    if (times > 0) {
                        group[0] = Math.min(group[0] + group[1] * (times - 1), MAX_SIZE + 1);
                        group[1] = Math.min(group[1] * times, MAX_SIZE + 1);
                    } else {
                        atom(group, 1);
                    }
                }
                default -> atom(group, 1);
            }
        }
        return groups.stream().mapToLong(group -> group[0]).sum();
    }

    /// group[0] is the size so far, group[1] the size of the last atom in it.
    private static void atom(long[] group, long size) {
        group[0] = Math.min(group[0] + size, MAX_SIZE + 1);
        group[1] = size;
    }

    private static int endOfClass(String text, int start) {
        int at = start + 1;
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == ']') {
            at++;
        }
        while (at < text.length() && text.charAt(at) != ']') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    /// The larger number of `{n}`, `{n,}` or `{n,m}`; 0 if it is none of these.
    private static long times(String text, int start) {
        int end = text.indexOf('}', start);
        if (end < 0 || end - start > 20) {
            return 0;
        }
        long most = 0;
        for (String number : text.substring(start + 1, end).split(",")) {
            if (!number.matches("\\d{1,9}")) {
                return 0;
            }
            most = Math.max(most, Long.parseLong(number));
        }
        return Math.max(most, 1);
    }
}
