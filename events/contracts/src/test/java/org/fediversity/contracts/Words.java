package org.fediversity.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is said in `///` above types, read from their source.
final class Words {
    private static final Pattern TYPE =
            Pattern.compile("(?:public |static |final |sealed )*(?:record|interface|class) (\\w+).*");
    private static final Pattern PARAMETER = Pattern.compile("@param\\s+(\\w+)\\s+(.*)");

    private final Map<String, Said> said = new LinkedHashMap<>();

    /// @param text   without its `@param`s, on one line
    /// @param fields component of a record -> what is said of it
    record Said(String text, Map<String, String> fields) {
        static final Said NOTHING = new Said("", Map.of());
    }

    static Words of(Path sources) {
        Words words = new Words();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".java")).toList()) {
                words.read(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    Said about(Class<?> type) {
        return said.getOrDefault(type.getSimpleName(), Said.NOTHING);
    }

    private void read(List<String> lines) {
        List<String> above = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (text.startsWith("///")) {
                above.add(text.substring(3).strip());
            } else if (text.startsWith("//") && !above.isEmpty()) {
                above.add(text.substring(2).strip()); // a line that the formatter has broken
            } else if (!text.startsWith("@")) {
                Matcher type = TYPE.matcher(text);
                if (type.matches() && !above.isEmpty()) {
                    said.putIfAbsent(type.group(1), parse(above));
                }
                above.clear();
            }
        }
    }

    private static Said parse(List<String> lines) {
        StringBuilder text = new StringBuilder();
        Map<String, String> fields = new LinkedHashMap<>();
        String field = "";
        for (String line : lines) {
            Matcher parameter = PARAMETER.matcher(line);
            if (parameter.matches()) {
                field = parameter.group(1);
                fields.put(field, parameter.group(2));
            } else if (!field.isEmpty()) {
                fields.merge(field, line, (one, more) -> (one + " " + more).strip());
            } else {
                text.append(text.isEmpty() || line.isEmpty() ? "" : " ").append(line);
            }
        }
        return new Said(text.toString().strip(), fields);
    }
}
