package org.fediversity.migration.snapshot;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a component's stream is put together from chunks in packs.
record Recipe(List<Piece> pieces) {
    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{64}) (0|[1-9]\\d{0,8}) (0|[1-9]\\d{0,6}) (0|[1-9]\\d{0,8}) (0|[1-9]\\d{0,8})");

    Recipe {
        pieces = List.copyOf(pieces);
    }

    /// One chunk.
    ///
    /// @param digest of the chunk, hexadecimal
    /// @param length of the chunk
    /// @param pack   which of the component's packs, from 0
    /// @param offset where in the pack
    /// @param stored how many bytes it takes there
    record Piece(String digest, int length, int pack, int offset, int stored) {}

    byte[] write() {
        StringBuilder lines = new StringBuilder(pieces.size() * 96);
        for (Piece piece : pieces) {
            lines.append(piece.digest()).append(' ').append(piece.length()).append(' ');
            lines.append(piece.pack()).append(' ').append(piece.offset()).append(' ');
            lines.append(piece.stored()).append('\n');
        }
        return Zstd.compress(lines.toString().getBytes(StandardCharsets.US_ASCII), 3);
    }

    static Recipe read(byte[] packed, int limit) throws SnapshotRefused {
        String text = new String(unpack(packed, limit), StandardCharsets.US_ASCII);
        List<Piece> pieces = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher m = LINE.matcher(line);
            if (!m.matches()) {
                throw new SnapshotRefused("a recipe holds a line that is none");
            }
            pieces.add(new Piece(
                    m.group(1), number(m.group(2)), number(m.group(3)), number(m.group(4)), number(m.group(5))));
        }
        return new Recipe(pieces);
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static byte[] unpack(byte[] packed, int limit) throws SnapshotRefused {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new SnapshotRefused("a recipe is larger than " + limit + " bytes");
            }
            return content;
        } catch (SnapshotRefused e) {
            throw e;
        } catch (ZstdException | IOException e) {
            throw new SnapshotRefused("a recipe cannot be unpacked", e);
        }
    }
}
