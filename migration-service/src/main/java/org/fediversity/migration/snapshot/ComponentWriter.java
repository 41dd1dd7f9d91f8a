package org.fediversity.migration.snapshot;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fediversity.migration.snapshot.Oci.Descriptor;
import org.jspecify.annotations.Nullable;

/// Takes the stream of one component, cuts it into chunks, and packs each different chunk once.
final class ComponentWriter extends OutputStream {
    private static final int PACK = 8 << 20;
    private static final int LEVEL = 3;

    private final Layout layout;
    private final Chunker chunker;
    private final MessageDigest whole = Digest.sha256();
    private final Map<String, Recipe.Piece> known = new HashMap<>();
    private final List<Recipe.Piece> pieces = new ArrayList<>();
    private final List<Descriptor> packs = new ArrayList<>();
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL).setContentSize(true);
    private long size;
    private @Nullable Pack open;

    ComponentWriter(Layout layout, int averageChunk) {
        this.layout = layout;
        this.chunker = new Chunker(this::chunk, averageChunk);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        whole.update(bytes, offset, length);
        size += length;
        chunker.write(bytes, offset, length);
    }

    /// Recipe first, then the packs.
    List<Descriptor> finish() throws IOException {
        chunker.finish();
        if (open != null) {
            packs.add(open.close(layout));
            open = null;
        }
        List<Descriptor> layers = new ArrayList<>();
        layers.add(layout.write(SnapshotFormat.RECIPE, new Recipe(pieces).write()));
        layers.addAll(packs);
        return layers;
    }

    long size() {
        return size;
    }

    long chunks() {
        return pieces.size();
    }

    Digest digest() {
        return Digest.finish(whole);
    }

    /// Drops what is unfinished.
    @Override
    public void close() throws IOException {
        zstd.close();
        if (open != null) {
            open.out.close();
            Files.deleteIfExists(open.file);
            open = null;
        }
    }

    private void chunk(byte[] buffer, int offset, int length) throws IOException {
        String digest = Digest.of(buffer, offset, length).hex();
        Recipe.Piece piece = known.get(digest);
        if (piece == null) {
            piece = store(digest, buffer, offset, length);
            known.put(digest, piece);
        }
        pieces.add(piece);
    }

    private Recipe.Piece store(String digest, byte[] buffer, int offset, int length) throws IOException {
        byte[] frame = new byte[(int) com.github.luben.zstd.Zstd.compressBound(length)];
        int stored = zstd.compressByteArray(frame, 0, frame.length, buffer, offset, length);
        if (open != null && open.size + stored > PACK) {
            packs.add(open.close(layout));
            open = null;
        }
        if (open == null) {
            open = new Pack(layout.unfinished());
        }
        Recipe.Piece piece = new Recipe.Piece(digest, length, packs.size(), open.size, stored);
        open.add(frame, stored);
        return piece;
    }

    private static final class Pack {
        private final Path file;
        private final OutputStream out;
        private final MessageDigest digest = Digest.sha256();
        private int size;

        Pack(Path file) throws IOException {
            this.file = file;
            this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        }

        void add(byte[] frame, int length) throws IOException {
            out.write(frame, 0, length);
            digest.update(frame, 0, length);
            size += length;
        }

        Descriptor close(Layout layout) throws IOException {
            out.close();
            Digest name = Digest.finish(digest);
            layout.adopt(file, name);
            return new Descriptor(SnapshotFormat.PACK, name.text(), size, "", Map.of());
        }
    }
}
