package org.fediversity.expressions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A set of versions: comparators joined by spaces must all hold (`>=1.1.0 <1.2.0`), alternatives are joined by `||`.
/// Also `^1.2.0` (same major; same minor below 1.0.0), `~1.2.0` (same minor), `1.2.0` (this one) and `*`.
public final class VersionRange {
    private static final Pattern COMPARATOR = Pattern.compile("(>=|<=|>|<|=|\\^|~)?\\s*([0-9][0-9A-Za-z.+-]*)|\\*");
    private static final SemVer LOWEST = SemVer.floor(0, 0, 0);

    /// From `low` to `high`, each with or without itself; without `high` there is no upper end.
    private record Interval(SemVer low, boolean withLow, Optional<SemVer> high, boolean withHigh) {
        static final Interval ALL = new Interval(LOWEST, true, Optional.empty(), false);

        boolean contains(SemVer version) {
            int low = version.compareTo(this.low);
            int high = this.high.map(version::compareTo).orElse(-1);
            return (low > 0 || low == 0 && withLow) && (high < 0 || high == 0 && withHigh);
        }

        Interval and(Interval other) {
            int lower = low.compareTo(other.low);
            SemVer from = lower >= 0 ? low : other.low;
            boolean withFrom = lower > 0 ? withLow : lower < 0 ? other.withLow : withLow && other.withLow;
            if (high.isEmpty() || other.high.isEmpty()) {
                return high.isEmpty()
                        ? new Interval(from, withFrom, other.high, other.withHigh)
                        : new Interval(from, withFrom, high, withHigh);
            }
            int upper = high.get().compareTo(other.high.get());
            return new Interval(
                    from,
                    withFrom,
                    upper <= 0 ? high : other.high,
                    upper < 0 ? withHigh : upper > 0 ? other.withHigh : withHigh && other.withHigh);
        }

        boolean isEmpty() {
            if (high.isEmpty()) {
                return false;
            }
            int order = low.compareTo(high.get());
            return order > 0 || order == 0 && !(withLow && withHigh);
        }
    }

    private final String text;
    private final List<Interval> alternatives;

    private VersionRange(String text, List<Interval> alternatives) {
        this.text = text;
        this.alternatives = List.copyOf(alternatives);
    }

    /// Reads a range; empty if it is none.
    public static Optional<VersionRange> parse(String text) {
        if (text.length() > 500 || text.isBlank()) {
            return Optional.empty();
        }
        List<Interval> alternatives = new ArrayList<>();
        for (String alternative : text.split("\\|\\|", -1)) {
            Optional<Interval> interval = conjunction(alternative.strip());
            if (interval.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(interval.get());
        }
        return Optional.of(new VersionRange(text, alternatives));
    }

    private static Optional<Interval> conjunction(String text) {
        Interval all = Interval.ALL;
        Matcher comparator = COMPARATOR.matcher(text);
        int at = 0;
        while (comparator.find()) {
            if (!text.substring(at, comparator.start()).isBlank()) {
                return Optional.empty();
            }
            at = comparator.end();
            Optional<Interval> one = comparator.group(2) == null
                    ? Optional.of(Interval.ALL)
                    : SemVer.parse(comparator.group(2))
                            .map(version -> interval(comparator.group(1) == null ? "=" : comparator.group(1), version));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all = all.and(one.get());
        }
        return at > 0 && text.substring(at).isBlank() ? Optional.of(all) : Optional.empty();
    }

    private static Interval interval(String operator, SemVer version) {
        return switch (operator) {
            case ">=" -> new Interval(version, true, Optional.empty(), false);
            case ">" -> new Interval(version, false, Optional.empty(), false);
            case "<=" -> new Interval(LOWEST, true, Optional.of(version), true);
            case "<" -> new Interval(LOWEST, true, Optional.of(version), false);
            case "~" -> below(version, SemVer.floor(version.major(), version.minor() + 1, 0));
            case "^" ->
                below(
                        version,
                        version.major() > 0
                                ? SemVer.floor(version.major() + 1, 0, 0)
                                : SemVer.floor(0, version.minor() + 1, 0));
            default -> new Interval(version, true, Optional.of(version), true);
        };
    }

    private static Interval below(SemVer from, SemVer to) {
        return new Interval(from, true, Optional.of(to), false);
    }

    public boolean contains(SemVer version) {
        return alternatives.stream().anyMatch(interval -> interval.contains(version));
    }

    /// Whether no version is in it.
    public boolean isEmpty() {
        return alternatives.stream().allMatch(Interval::isEmpty);
    }

    /// Whether some version is in both.
    public boolean overlaps(VersionRange other) {
        return alternatives.stream().anyMatch(mine -> other.alternatives.stream()
                .anyMatch(theirs -> !mine.and(theirs).isEmpty()));
    }

    @Override
    public String toString() {
        return text;
    }
}
