package org.fediversity.config.domain;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A domain name in its one written form: lower case, A-labels (RFC 5890), no trailing dot.
public record DomainName(String text) {
    private static final Pattern LABELS =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String LOOPBACK = ".localhost";

    /// Reads what a person typed; empty if it is no domain name below a top-level domain.
    public static Optional<DomainName> of(String typed) {
        try {
            String ascii = IDN.toASCII(typed.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return LABELS.matcher(name).matches() ? Optional.of(new DomainName(name)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether it leads to the machine itself (RFC 6761): nothing has to be proven then.
    public boolean isLoopback() {
        return text.endsWith(LOOPBACK);
    }

    /// Where the challenge is to be set.
    public String challengeName() {
        return "_fediversity-challenge." + text;
    }
}
