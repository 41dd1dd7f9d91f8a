package org.fediversity.migration.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.fediversity.migration.snapshot.SnapshotWriter.Component;
import org.fediversity.migration.snapshot.SnapshotWriter.Found;

class SnapshotTest {
    private static final int SMALL_CHUNK = 1024;
    private static final Signer SIGNER = signer();
    private static final KeysetHandle RECIPIENT = Sealing.freshRecipient();
    private static final Contents HEADER = new Contents(
            "d-1",
            3,
            "v1",
            new TreeMap<>(Map.of("notes", "1.2.0")),
            Map.of("deployed", Map.of("notes", Map.of("title", "x"))),
            "",
            "2026-11-01T00:00:00Z",
            List.of());

    private Path directory = Path.of(".");

    @BeforeTry
    void make_room() throws IOException {
        directory = Files.createTempDirectory("snapshot");
    }

    @AfterTry
    void tidy_up() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    @Property(tries = 60)
    void whatever_goes_in_comes_out(
            @ForAll @Size(max = 40_000) byte[] posts, @ForAll @Size(max = 400) byte[] key, @ForAll Random random)
            throws IOException {
        byte[] media = repeated(random, posts);
        Digest name = write(posts, media, key);

        Snapshot snapshot = open();

        assertThat(snapshot.digest()).isEqualTo(name);
        assertThat(snapshot.contents().modules()).containsEntry("notes", "1.2.0");
        assertThat(snapshot.contents().states()).hasSize(3);
        var states = snapshot.contents().states();
        assertThat(snapshot.open(states.get(0), RECIPIENT)).isEqualTo(key);
        assertThat(all(snapshot, states.get(1))).isEqualTo(posts);
        assertThat(all(snapshot, states.get(2))).isEqualTo(media);
        assertThat(states.get(1).inventory()).containsEntry("rows", 12L);
    }

    @Property(tries = 150)
    void any_flipped_bit_is_refused(@ForAll Random random) throws IOException {
        byte[] posts = bytes(random, 9_000);
        write(posts, posts, bytes(random, 32));
        Path victim = anyFile(random);
        byte[] content = Files.readAllBytes(victim);
        content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(victim, content);

        assertThatThrownBy(this::open).isInstanceOf(SnapshotRefused.class);
    }

    @Property(tries = 60)
    void a_file_cut_short_or_missing_is_refused(@ForAll Random random, @ForAll boolean missing) throws IOException {
        byte[] posts = bytes(random, 9_000);
        write(posts, posts, bytes(random, 32));
        Path victim = anyFile(random);
        byte[] content = Files.readAllBytes(victim);
        if (missing) {
            Files.delete(victim);
        } else {
            Files.write(victim, Arrays.copyOf(content, random.nextInt(content.length)));
        }

        assertThatThrownBy(this::open).isInstanceOf(SnapshotRefused.class);
    }

    @Property(tries = 1)
    void a_snapshot_signed_by_a_stranger_is_refused() throws IOException {
        write(new byte[10], new byte[0], new byte[32]);

        assertThatThrownBy(() -> Snapshot.open(directory, List.of(signer().known()), Limits.DEFAULT))
                .isInstanceOf(SnapshotRefused.class)
                .hasMessageContaining("not signed by a set-up that is trusted");
    }

    @Property(tries = 1)
    void what_is_sealed_opens_only_for_its_recipient() throws IOException {
        byte[] secret = "-----BEGIN PRIVATE KEY-----".getBytes();
        write(new byte[10], new byte[0], secret);
        Snapshot snapshot = open();

        assertThatThrownBy(() -> snapshot.open(snapshot.contents().states().getFirst(), Sealing.freshRecipient()))
                .isInstanceOf(SnapshotRefused.class);
        try (Stream<Path> blobs = Files.list(directory.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                assertThat(new String(Files.readAllBytes(blob), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("PRIVATE KEY");
            }
        }
    }

    @Property(tries = 1)
    void more_content_than_the_limit_is_refused() throws IOException {
        write(new byte[10_000], new byte[0], new byte[32]);
        Limits tight = new Limits(1 << 20, 1 << 20, 100, 10, 1 << 20, 9_000, 1 << 10);

        assertThatThrownBy(() -> Snapshot.open(directory, List.of(SIGNER.known()), tight))
                .isInstanceOf(SnapshotRefused.class)
                .hasMessageContaining("more content than 9000 bytes");
    }

    @Property(tries = 1)
    void a_state_name_that_could_be_a_path_is_refused() throws IOException {
        SnapshotWriter writer = new SnapshotWriter(directory, HEADER, Sealing.publicPart(RECIPIENT), SMALL_CHUNK);
        writer.add(new Component("notes/../../etc", "notes/database", "volume", false), out -> found());
        writer.finish(SIGNER);

        assertThatThrownBy(this::open).isInstanceOf(SnapshotRefused.class).hasMessageContaining("not allowed");
    }

    @Property(tries = 20)
    void an_insertion_changes_only_the_chunks_around_it(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 3_000) int inserted) throws IOException {
        byte[] before = bytes(random, 300_000);
        int at = random.nextInt(before.length);
        ByteArrayOutputStream after = new ByteArrayOutputStream();
        after.write(before, 0, at);
        after.write(bytes(random, inserted));
        after.write(before, at, before.length - at);

        List<Digest> first = chunks(before);
        Set<Digest> second = new HashSet<>(chunks(after.toByteArray()));

        long lost = first.stream().filter(chunk -> !second.contains(chunk)).count();
        assertThat(first).hasSizeGreaterThan(100);
        assertThat(lost).isLessThan(first.size() / 10);
    }

    @Property(tries = 1)
    void everybody_cuts_alike_for_ever() throws IOException {
        List<Digest> chunks = chunks(bytes(new Random(42), 100_000));

        assertThat(Digest.of(chunks.toString().getBytes()).text()).isEqualTo(PINNED_CUTS);
    }

    private static final String PINNED_CUTS = "sha256:25ae5663c3d882e428c0d17c1dcc809f3d5a886fbabafcdc764ad07d4a01264d";

    private Digest write(byte[] posts, byte[] media, byte[] key) throws IOException {
        SnapshotWriter writer = new SnapshotWriter(directory, HEADER, Sealing.publicPart(RECIPIENT), SMALL_CHUNK);
        writer.addSealed(new Component("notes/keys", "notes/actorKey", "secret", true), out -> {
            out.write(key);
            return found();
        });
        writer.add(new Component("notes/posts", "notes/database", "postgresql", false), out -> {
            out.write(posts);
            return found();
        });
        writer.add(new Component("notes/media", "notes/media", "bucket", false), out -> {
            out.write(media);
            return found();
        });
        return writer.finish(SIGNER);
    }

    private static Found found() {
        return new Found("test.v1", new TreeMap<>(Map.of("rows", 12L)), "");
    }

    private Snapshot open() throws IOException {
        return Snapshot.open(directory, List.of(SIGNER.known()), Limits.DEFAULT);
    }

    private static byte[] all(Snapshot snapshot, Contents.State state) throws IOException {
        try (InputStream in = snapshot.content(state)) {
            return in.readAllBytes();
        }
    }

    private Path anyFile(Random random) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> !isTheEmptyDocument(file))
                    .sorted()
                    .toList();
            return files.get(random.nextInt(files.size()));
        }
    }

    /// The `{}` that OCI wants a signature's manifest to name says nothing, and nobody reads it.
    private static boolean isTheEmptyDocument(Path file) {
        return file.getFileName().toString().equals(Digest.of(Oci.EMPTY_CONTENT).hex());
    }

    private static List<Digest> chunks(byte[] content) throws IOException {
        List<Digest> found = new ArrayList<>();
        Chunker chunker =
                new Chunker((buffer, offset, length) -> found.add(Digest.of(buffer, offset, length)), SMALL_CHUNK);
        chunker.write(content, 0, content.length);
        chunker.finish();
        return found;
    }

    private static byte[] repeated(Random random, byte[] part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = random.nextInt(4); i >= 0; i--) {
            out.writeBytes(part);
            out.writeBytes(bytes(random, random.nextInt(2_000)));
        }
        return out.toByteArray();
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Signer signer() {
        try {
            return new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
