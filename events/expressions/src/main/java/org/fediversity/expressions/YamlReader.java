package org.fediversity.expressions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// Reads YAML as far as it is JSON with better manners. Only the syntax is left to SnakeYAML; no object is ever made.
final class YamlReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int MAX_ALIASES = 50;
    private static final Pattern EXPONENT = Pattern.compile("[-+]?[0-9]{1,100}[eE][-+]?[0-9]{1,3}");

    private final Map<String, Integer> lines = new HashMap<>();
    private int values;
    private int characters;

    private YamlReader() {}

    static Document.Reading read(byte[] text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(Document.MAX_DEPTH);
        options.setCodePointLimit(Document.MAX_BYTES);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        DumperOptions dumper = new DumperOptions();
        Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options);
        try {
            Node root = yaml.compose(
                    new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder()));
            if (root == null) {
                return new Document.Reading.Unreadable("the document is empty", 0, true);
            }
            YamlReader reader = new YamlReader();
            JsonNode json = reader.value(root, "", 0);
            return new Document.Reading.Read(new Document(json, reader.lines));
        } catch (Wrong e) {
            return new Document.Reading.Unreadable(String.valueOf(e.getMessage()), e.line, false);
        } catch (MarkedYAMLException e) {
            boolean tag = String.valueOf(e.getProblem()).startsWith("Global tag");
            return new Document.Reading.Unreadable(
                    tag ? "a tag that names a class is not supported" : "this is not valid YAML: " + e.getProblem(),
                    line(e.getProblemMark()),
                    !tag);
        } catch (YAMLException e) {
            return new Document.Reading.Unreadable("this is not valid YAML: " + e.getMessage(), 0, isSyntax(e));
        } catch (StackOverflowError e) {
            return new Document.Reading.Unreadable("it is nested too deeply", 0, false);
        }
    }

    /// Whether it is not about one of our limits.
    private static boolean isSyntax(YAMLException e) {
        String message = String.valueOf(e.getMessage());
        return !message.contains("aliases") && !message.contains("Depth") && !message.contains("limit");
    }

    private static final class Wrong extends RuntimeException {
        private final int line;

        Wrong(String message, Node node) {
            super(message, null, false, false);
            line = line(node.getStartMark());
        }
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 0 : mark.getLine() + 1;
    }

    private JsonNode value(Node node, String pointer, int depth) {
        if (++values > Document.MAX_VALUES) {
            throw new Wrong("a document may have at most " + Document.MAX_VALUES + " values, aliases followed", node);
        }
        if (depth > Document.MAX_DEPTH) {
            throw new Wrong("it is nested too deeply", node);
        }
        lines.putIfAbsent(pointer, line(node.getStartMark()));
        return switch (node) {
            case ScalarNode scalar -> {
                count(scalar);
                yield scalar(scalar);
            }
            case SequenceNode sequence -> {
                plainTag(sequence, Tag.SEQ);
                ArrayNode array = NODES.arrayNode();
                for (Node element : sequence.getValue()) {
                    array.add(value(element, Pointers.child(pointer, array.size()), depth + 1));
                }
                yield array;
            }
            case MappingNode mapping -> {
                plainTag(mapping, Tag.MAP);
                ObjectNode object = NODES.objectNode();
                for (NodeTuple field : mapping.getValue()) {
                    String key = key(field.getKeyNode());
                    count((ScalarNode) field.getKeyNode());
                    if (object.has(key)) {
                        throw new Wrong("duplicate key '" + key + "'", field.getKeyNode());
                    }
                    String child = Pointers.child(pointer, key);
                    lines.put(child, line(field.getKeyNode().getStartMark()));
                    object.set(key, value(field.getValueNode(), child, depth + 1));
                }
                yield object;
            }
            default -> throw new Wrong("this is not JSON-like", node);
        };
    }

    /// An alias makes a long text longer again.
    private void count(ScalarNode scalar) {
        characters += scalar.getValue().length();
        if (characters > Document.MAX_BYTES) {
            throw new Wrong(
                    "a document may have at most " + Document.MAX_BYTES + " characters, aliases followed", scalar);
        }
    }

    private static String key(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new Wrong("a key must be text", node);
        }
        if (scalar.getTag().equals(Tag.MERGE) && scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN) {
            throw new Wrong("merge keys (<<) are not supported; write it out", node);
        }
        return scalar.getValue();
    }

    private static void plainTag(Node node, Tag expected) {
        if (!node.getTag().equals(expected)) {
            throw new Wrong("the tag " + node.getTag() + " is not supported", node);
        }
    }

    private static JsonNode scalar(ScalarNode node) {
        Tag tag = node.getTag();
        if (!tag.startsWith(Tag.PREFIX)) {
            throw new Wrong("the tag " + tag + " is not supported", node);
        }
        if (node.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
            return NODES.textNode(node.getValue());
        }
        // SnakeYAML resolves plain scalars by YAML 1.1, where `1e5` is text; `!!str` before anything makes it text,
        // too.
        return tag.equals(Tag.STR) && !EXPONENT.matcher(node.getValue()).matches()
                ? NODES.textNode(node.getValue())
                : Scalars.plain(node.getValue());
    }
}
