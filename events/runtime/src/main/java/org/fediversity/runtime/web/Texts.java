package org.fediversity.runtime.web;

/// Texts that people send.
public final class Texts {
    private Texts() {}

    /// Whether a text can be kept and given back as it came: PostgreSQL keeps no U+0000, and half a surrogate pair
    /// is no character, so that every encoding replaces it.
    public static boolean isKept(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean paired = Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (unit == 0 || Character.isSurrogate(unit) && !paired) {
                return false;
            }
            if (paired) {
                i++;
            }
        }
        return true;
    }
}
