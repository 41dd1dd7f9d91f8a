package org.fediversity.gateway.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fediversity.gateway.domain.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerCopyTest {
    @TempDir
    Path data;

    private FileLedgerCopy copy;

    @BeforeEach
    void open() {
        copy = new FileLedgerCopy(Optional.empty(), data);
    }

    private static Hash leaf(int n) {
        return Hash.ofLeaf(new byte[] {(byte) n});
    }

    private List<Hash> read() {
        List<Hash> leaves = new ArrayList<>();
        copy.leaves(leaves::add);
        return leaves;
    }

    @Test
    void what_was_written_is_read_again() throws IOException {
        assertThat(read()).isEmpty();
        copy.append(List.of(leaf(1), leaf(2)), "first\n");
        copy.append(List.of(leaf(3)), "second\n");
        assertThat(read()).isEqualTo(List.of(leaf(1), leaf(2), leaf(3)));
        assertThat(data.resolve("ledger/checkpoint")).content().isEqualTo("second\n");
        assertThat(data.resolve("ledger/checkpoints")).content().isEqualTo("first\n\n");
    }

    @Test
    void what_a_crash_left_half_written_is_written_again() throws IOException {
        copy.append(List.of(leaf(1)), "first\n");
        Files.write(data.resolve("ledger/leaves"), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        copy = new FileLedgerCopy(Optional.empty(), data);
        assertThat(read()).isEqualTo(List.of(leaf(1)));
        copy.append(List.of(leaf(2)), "second\n");
        assertThat(read()).isEqualTo(List.of(leaf(1), leaf(2)));
    }

    @Test
    void another_directory_may_be_chosen() {
        new FileLedgerCopy(Optional.of(data.resolve("elsewhere")), data).append(List.of(leaf(1)), "note\n");
        assertThat(data.resolve("elsewhere/checkpoint")).exists();
    }
}
