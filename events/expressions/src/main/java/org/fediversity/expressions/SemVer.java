package org.fediversity.expressions;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A semantic version (semver.org 2.0.0). Build metadata is kept in the text and ignored in comparisons.
///
/// @param preRelease identifiers after the hyphen, empty for a release
public record SemVer(long major, long minor, long patch, List<String> preRelease, String text)
        implements Comparable<SemVer> {
    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})"
            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
    private static final Comparator<SemVer> NUMBERS = Comparator.comparingLong(SemVer::major)
            .thenComparingLong(SemVer::minor)
            .thenComparingLong(SemVer::patch);

    public SemVer {
        preRelease = List.copyOf(preRelease);
    }

    /// Reads `1.2.3`, `1.2.3-rc.1`, `1.2.3+build`.
    public static Optional<SemVer> parse(String text) {
        Matcher form = text.length() > 100 ? FORM.matcher("") : FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        List<String> preRelease =
                form.group(4) == null ? List.of() : Arrays.asList(form.group(4).split("\\."));
        if (preRelease.stream().anyMatch(part -> part.matches("0\\d+"))) {
            return Optional.empty();
        }
        return Optional.of(new SemVer(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                Long.parseLong(form.group(3)),
                preRelease,
                text));
    }

    static SemVer of(long major, long minor, long patch) {
        return new SemVer(major, minor, patch, List.of(), major + "." + minor + "." + patch);
    }

    /// The very lowest version with these numbers: before all of its pre-releases.
    static SemVer floor(long major, long minor, long patch) {
        return new SemVer(major, minor, patch, List.of("0"), major + "." + minor + "." + patch + "-0");
    }

    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    @Override
    public int compareTo(SemVer other) {
        int numbers = NUMBERS.compare(this, other);
        if (numbers != 0) {
            return numbers;
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int parts = identifiers(preRelease.get(i), other.preRelease.get(i));
            if (parts != 0) {
                return parts;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int identifiers(String left, String right) {
        boolean leftNumber = left.matches("\\d+");
        boolean rightNumber = right.matches("\\d+");
        if (leftNumber && rightNumber) {
            return left.length() != right.length()
                    ? Integer.compare(left.length(), right.length())
                    : left.compareTo(right);
        }
        return leftNumber ? -1 : rightNumber ? 1 : left.compareTo(right);
    }

    /// Equal in precedence: build metadata does not count.
    @Override
    public boolean equals(Object other) {
        return other instanceof SemVer version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(major * 31 * 31 + minor * 31 + patch) + preRelease.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
