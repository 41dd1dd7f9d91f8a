package org.fediversity.launcher.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The command as an auditor calls it, on files and on a set-up that was tampered with. The log beside it is computed
/// here by the definitions of RFC 6962, word for word.
class AuditTest {
    private static final String LOG = "fediversity.org/ledger/test";
    private static final int SIZE = 37;

    @TempDir
    Path directory;

    private final List<String> entries = IntStream.range(0, SIZE)
            .mapToObj(n ->
                    "{\"position\":" + n + ",\"id\":\"e" + n + "\",\"data\":{\"position\":0,\"n\":\"é" + n + "\"}}")
            .collect(Collectors.toCollection(ArrayList::new));
    private final List<String> signed = List.copyOf(entries);
    private final KeyPair key = pair();
    private HttpServer server;
    private byte[] nodeOffset = new byte[0];

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        answer("/api/v1/ledger/checkpoint", query -> note(SIZE));
        answer("/api/v1/events", query -> lines(entries));
        answer("/api/v1/ledger/proofs/inclusion", query -> {
            int position = Integer.parseInt(query.get("position"));
            int size = Integer.parseInt(query.get("size"));
            return "{\"index\":" + position + ",\"size\":" + size + ",\"hashes\":["
                    + path(position, signed.subList(0, size)).stream()
                            .map(hash -> "\"" + Base64.getEncoder().encodeToString(tampered(hash)) + "\"")
                            .collect(Collectors.joining(","))
                    + "]}";
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private record Said(int code, String out) {}

    private Said verify(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = new CommandLine(new AuditCommand())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true));
        List<String> all = new ArrayList<>(List.of("verify", "--key", verifier()));
        all.addAll(List.of(arguments));
        int code = line.execute(all.toArray(String[]::new));
        return new Said(code, said.toString());
    }

    private Said verifyFile(Integer... checkpoints) throws IOException {
        return verify(
                "--export",
                write("export.ndjson", lines(entries)),
                "--checkpoint",
                write("checkpoint", Arrays.stream(checkpoints).map(this::note).collect(Collectors.joining())));
    }

    private Said verifyFileWithHashes() throws IOException {
        ByteBuffer hashes = ByteBuffer.allocate(32 * SIZE);
        signed.forEach(entry -> hashes.put(leaf(entry)));
        Path file = Files.write(directory.resolve("leaves"), hashes.array());
        return verify(
                "--export",
                write("export.ndjson", lines(entries)),
                "--checkpoint",
                write("checkpoint", note(SIZE)),
                "--hashes",
                file.toString());
    }

    private Said verifyLive() {
        return verify("--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--token", "t");
    }

    private void assertNamed(Said said, int position, String fault) {
        assertThat(said.out()).contains("Entry " + position + " was " + fault + ":");
        assertThat(said.code()).isEqualTo(1);
    }

    @Test
    void an_export_that_was_not_touched_is_intact() throws IOException {
        assertThat(verifyFile(SIZE)).satisfies(said -> {
            assertThat(said.code()).as(said.out()).isZero();
            assertThat(said.out()).contains("all 37 entries");
        });
        assertThat(verifyFileWithHashes().code()).isZero();
        assertThat(verifyLive().code()).isZero();
        assertThat(verifyFile(1, 5, 16, 30, 36).out()).contains("1 newer entries");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 31, 32, 35, 36})
    void a_changed_entry_is_named(int position) throws IOException {
        entries.set(position, entries.get(position).replace("é", "e"));
        entries.set(SIZE - 1, entries.get(SIZE - 1).replace("é", "e"));
        assertNamed(verifyFileWithHashes(), position, "changed");
        assertNamed(verifyLive(), position, "changed");
        assertThat(verifyFile(SIZE).code()).isEqualTo(1);
    }

    @Test
    void without_hashes_a_changed_entry_is_narrowed_down_by_earlier_checkpoints() throws IOException {
        entries.set(20, entries.get(20).replace("é", "e"));
        assertThat(verifyFile(SIZE).out()).contains("one of 0 to 36");
        assertThat(verifyFile(1, 10, 18, 25, SIZE).out()).contains("one of 18 to 24");
        assertNamed(verifyFile(20, 21, SIZE), 20, "changed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 36})
    void a_removed_entry_is_named(int position) throws IOException {
        entries.remove(position);
        assertNamed(verifyFile(SIZE), position, "removed");
        assertNamed(verifyFileWithHashes(), position, "removed");
        assertNamed(verifyLive(), position, "removed");
    }

    @Test
    void an_inserted_entry_is_named() throws IOException {
        entries.add(12, "{\"position\":11,\"id\":\"evil\",\"data\":{}}");
        assertNamed(verifyFile(SIZE), 12, "inserted");
        assertNamed(verifyFileWithHashes(), 12, "inserted");
        assertNamed(verifyLive(), 12, "inserted");
    }

    @Test
    void an_entry_that_was_inserted_and_the_rest_renumbered_is_named() throws IOException {
        entries.add(12, "{\"position\":12,\"id\":\"evil\",\"data\":{}}");
        for (int i = 13; i < entries.size(); i++) {
            entries.set(i, entries.get(i).replaceFirst("\"position\":" + (i - 1), "\"position\":" + i));
        }
        assertNamed(verifyFileWithHashes(), 12, "changed");
        assertNamed(verifyLive(), 12, "changed");
        assertThat(verifyFile(SIZE).code()).isEqualTo(1);
    }

    @Test
    void reordered_entries_are_named() throws IOException {
        String moved = entries.remove(8);
        entries.add(20, moved);
        assertNamed(verifyFile(SIZE), 8, "reordered");
        assertNamed(verifyFileWithHashes(), 8, "reordered");
        assertNamed(verifyLive(), 8, "reordered");
    }

    @Test
    void a_change_before_a_gap_is_named_first() throws IOException {
        entries.set(3, entries.get(3).replace("é", "e"));
        entries.remove(30);
        assertNamed(verifyFileWithHashes(), 3, "changed");
        assertNamed(verifyLive(), 3, "changed");
        assertThat(verifyFile(2, 10, SIZE).out()).contains("one of 2 to 9");
    }

    @Test
    void a_line_that_is_no_entry_is_named() throws IOException {
        entries.set(5, "not json");
        assertNamed(verifyFile(SIZE), 5, "changed");
    }

    @Test
    void a_checkpoint_that_was_not_signed_is_not_believed() throws IOException {
        String note = note(SIZE).replaceFirst("\n37\n", "\n36\n");
        Said said = verify("--export", write("e", lines(entries)), "--checkpoint", write("c", note));
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out()).contains("not signed with the key");
    }

    @Test
    void hashes_that_were_not_signed_are_not_believed() throws IOException {
        byte[] forged = new byte[32 * SIZE];
        Path file = Files.write(directory.resolve("forged"), forged);
        entries.set(5, entries.get(5).replace("é", "e"));
        Said said = verify(
                "--export",
                write("e", lines(entries)),
                "--checkpoint",
                write("c", note(SIZE)),
                "--hashes",
                file.toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.out()).contains("do not lead to the signed root");
    }

    @Test
    void proofs_that_do_not_lead_to_the_signed_root_are_not_believed() {
        entries.set(5, entries.get(5).replace("é", "e"));
        nodeOffset = new byte[] {1};
        Said said = verifyLive();
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("one of 0 to 36").contains("proofs");
    }

    @Test
    void a_question_that_makes_no_sense_is_answered_by_how_to_ask() throws IOException {
        assertThat(verify().code()).isEqualTo(2);
        assertThat(verify("--export", "/nowhere", "--checkpoint", write("c", note(1)))
                        .out())
                .contains("no file");
        StringWriter said = new StringWriter();
        int code = new CommandLine(new AuditCommand())
                .setErr(new PrintWriter(said))
                .execute("verify", "--key", "a+b+c", "--url", "http://127.0.0.1:1");
        assertThat(code).isEqualTo(2);
        assertThat(said.toString()).contains("--key");
        assertThat(verify("--url", "http://127.0.0.1:1", "--token", "t").code()).isEqualTo(2);
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String lines(List<String> entries) {
        return entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
    }

    // The log, by the book.

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] leaf(String entry) {
        return sha256(new byte[] {0}, entry.getBytes(StandardCharsets.UTF_8));
    }

    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static byte[] root(List<String> log) {
        if (log.isEmpty()) {
            return sha256();
        }
        if (log.size() == 1) {
            return leaf(log.getFirst());
        }
        int k = split(log.size());
        return sha256(new byte[] {1}, root(log.subList(0, k)), root(log.subList(k, log.size())));
    }

    private static List<byte[]> path(int m, List<String> log) {
        if (log.size() == 1) {
            return List.of();
        }
        int k = split(log.size());
        List<byte[]> path =
                new ArrayList<>(m < k ? path(m, log.subList(0, k)) : path(m - k, log.subList(k, log.size())));
        path.add(m < k ? root(log.subList(k, log.size())) : root(log.subList(0, k)));
        return path;
    }

    private byte[] tampered(byte[] hash) {
        return nodeOffset.length == 0 ? hash : sha256(hash, nodeOffset);
    }

    private String note(int size) {
        try {
            String text =
                    LOG + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root(signed.subList(0, size))) + "\n";
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key.getPrivate());
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            byte[] bytes =
                    ByteBuffer.allocate(68).put(keyHash()).put(signer.sign()).array();
            return text + "\n— " + LOG + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] typedKey() {
        byte[] encoded = key.getPublic().getEncoded();
        return ByteBuffer.allocate(33)
                .put((byte) 1)
                .put(encoded, encoded.length - 32, 32)
                .array();
    }

    private byte[] keyHash() {
        return Arrays.copyOf(sha256((LOG + "\n").getBytes(StandardCharsets.UTF_8), typedKey()), 4);
    }

    private String verifier() {
        return LOG + "+" + HexFormat.of().formatHex(keyHash()) + "+"
                + Base64.getEncoder().encodeToString(typedKey());
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Answering {
        String answer(Map<String, String> query);
    }

    private void answer(String path, Answering answering) {
        server.createContext(path, exchange -> {
            String query = exchange.getRequestURI().getQuery();
            Map<String, String> parameters = query == null
                    ? Map.of()
                    : Arrays.stream(query.split("&"))
                            .map(pair -> pair.split("=", 2))
                            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            boolean known = "Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = known ? answering.answer(parameters).getBytes(StandardCharsets.UTF_8) : new byte[0];
            exchange.sendResponseHeaders(known ? 200 : 401, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
