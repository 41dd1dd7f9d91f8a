package org.fediversity.launcher.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/// The history as it was exported: one entry a line, each a leaf to the letter.
final class Export {
    private static final JsonFactory JSON = new JsonFactory();

    private final Leaves leaves = new Leaves();
    private final BitSet positions = new BitSet();
    private Optional<Finding> outOfLine = Optional.empty();
    private long lineOut;
    private long foundOut;

    private Export() {}

    /// Reads to the end; what is out of line is remembered, not thrown.
    static Export read(InputStream in) throws IOException {
        Export export = new Export();
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, decoder), 1 << 16)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    export.take(number++, line);
                }
            }
        }
        export.judge();
        return export;
    }

    private void take(long number, String line) {
        leaves.add(Hash.ofLeaf(line.getBytes(StandardCharsets.UTF_8)));
        OptionalLong position = position(line);
        if (outOfLine.isPresent()) {
            position.ifPresent(this::mark);
            return;
        }
        if (position.isEmpty()) {
            outOfLine = Optional.of(new Finding(
                    number, Finding.Fault.CHANGED, "line " + (number + 1) + " is no entry with a position"));
        } else if (position.getAsLong() != number) {
            lineOut = number;
            foundOut = position.getAsLong();
            outOfLine = Optional.of(new Finding(number, Finding.Fault.REMOVED, ""));
        }
        position.ifPresent(this::mark);
    }

    private void mark(long position) {
        if (position < Integer.MAX_VALUE) {
            positions.set((int) position);
        }
    }

    /// Now that all positions are known: is the one that was expected nowhere, elsewhere, or was there one too many?
    private void judge() {
        if (outOfLine.isEmpty() || outOfLine.get().fault() != Finding.Fault.REMOVED) {
            return;
        }
        String where = "line " + (lineOut + 1) + " holds position " + foundOut + " where " + lineOut + " is due";
        if (foundOut < lineOut) {
            outOfLine = Optional.of(
                    new Finding(lineOut, Finding.Fault.INSERTED, where + "; " + foundOut + " was there already"));
        } else if (positions.get((int) Math.min(lineOut, Integer.MAX_VALUE - 1))) {
            outOfLine =
                    Optional.of(new Finding(lineOut, Finding.Fault.REORDERED, where + "; " + lineOut + " comes later"));
        } else {
            outOfLine =
                    Optional.of(new Finding(lineOut, Finding.Fault.REMOVED, where + "; " + lineOut + " is nowhere"));
        }
    }

    /// The first entry whose position does not follow that of the one before, if there is one.
    Optional<Finding> outOfLine() {
        return outOfLine;
    }

    Leaves leaves() {
        return leaves;
    }

    /// Member `position` of a JSON object, wherever in it.
    private static OptionalLong position(String line) {
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return OptionalLong.empty();
            }
            OptionalLong found = OptionalLong.empty();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = json.currentName().equals("position");
                JsonToken value = json.nextToken();
                if (wanted && value == JsonToken.VALUE_NUMBER_INT && json.getLongValue() >= 0) {
                    found = OptionalLong.of(json.getLongValue());
                }
                json.skipChildren();
            }
            return json.nextToken() == null ? found : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
