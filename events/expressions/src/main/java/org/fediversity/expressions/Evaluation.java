package org.fediversity.expressions;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of evaluating a template.
public sealed interface Evaluation {

    /// It worked.
    ///
    /// @param value plain: Boolean, Integer, Long, Double, String, List, Map with text keys in order, or null
    record Value(@Nullable Object value) implements Evaluation {
        /// The value, where it is known to be an object because the template was one.
        @SuppressWarnings("unchecked")
        public Map<String, Object> object() {
            return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        }

        /// The value as a person would write it into a text: null is empty, objects and lists are JSON.
        public String text() {
            return Plain.text(value);
        }
    }

    /// It did not.
    record Failed(List<Mistake> mistakes) implements Evaluation {
        public Failed {
            mistakes = List.copyOf(mistakes);
        }

        /// All mistakes in one sentence.
        public String reason() {
            return String.join(
                    "; ",
                    mistakes.stream()
                            .map(mistake -> mistake.pointer().isEmpty()
                                    ? mistake.message()
                                    : mistake.pointer() + ": " + mistake.message())
                            .toList());
        }
    }
}
