package org.fediversity.migration.snapshot;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import org.fediversity.migration.snapshot.Contents.State;
import org.fediversity.migration.snapshot.Oci.Descriptor;
import org.jspecify.annotations.Nullable;

/// Puts a component together again, chunk by chunk, each compared with its digest.
final class ComponentReader extends InputStream {
    private final Layout layout;
    private final State state;
    private final List<Descriptor> packs;
    private final Iterator<Recipe.Piece> rest;
    private final MessageDigest whole = Digest.sha256();
    private final byte[] single = new byte[1];
    private byte[] chunk = new byte[0];
    private int at;
    private boolean ended;
    private int openIndex = -1;
    private @Nullable RandomAccessFile open;

    ComponentReader(Layout layout, State state, List<Descriptor> layers, Limits limits) throws IOException {
        this.layout = layout;
        this.state = state;
        this.packs = layers.subList(1, layers.size());
        Recipe recipe = Recipe.read(layout.read(layers.getFirst(), "a recipe", (int) limits.blob()), limits.recipe());
        check(recipe);
        this.rest = recipe.pieces().iterator();
    }

    private void check(Recipe recipe) throws SnapshotRefused {
        long size = 0;
        for (Recipe.Piece piece : recipe.pieces()) {
            size += piece.length();
            boolean inside = piece.length() > 0
                    && piece.length() <= Chunker.MAXIMUM
                    && piece.pack() < packs.size()
                    && piece.stored() <= Zstd.compressBound(Chunker.MAXIMUM)
                    && (long) piece.offset() + piece.stored()
                            <= packs.get(piece.pack()).size();
            if (!inside) {
                throw new SnapshotRefused("the recipe of " + state.name() + " points outside its packs");
            }
        }
        if (size != state.size() || recipe.pieces().size() != state.chunks()) {
            throw new SnapshotRefused(state.name() + " has another size than the inventory says");
        }
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == chunk.length) {
            if (!advance()) {
                return -1;
            }
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean advance() throws IOException {
        if (!rest.hasNext()) {
            if (!ended && !Digest.finish(whole).text().equals(state.digest())) {
                throw new SnapshotRefused(state.name() + " does not match its digest");
            }
            ended = true;
            return false;
        }
        chunk = load(rest.next());
        at = 0;
        whole.update(chunk);
        return true;
    }

    private byte[] load(Recipe.Piece piece) throws IOException {
        byte[] frame = new byte[piece.stored()];
        RandomAccessFile pack = pack(piece.pack());
        pack.seek(piece.offset());
        pack.readFully(frame);
        byte[] content = new byte[piece.length()];
        try {
            long size = Zstd.decompressByteArray(content, 0, content.length, frame, 0, frame.length);
            if (size != piece.length() || !Digest.of(content).hex().equals(piece.digest())) {
                throw new SnapshotRefused("a chunk of " + state.name() + " does not match its digest");
            }
        } catch (ZstdException e) {
            throw new SnapshotRefused("a chunk of " + state.name() + " cannot be unpacked", e);
        }
        return content;
    }

    private RandomAccessFile pack(int index) throws IOException {
        if (open == null || openIndex != index) {
            close();
            open = new RandomAccessFile(
                    layout.blob(new Digest(packs.get(index).digest())).toFile(), "r");
            openIndex = index;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }
}
