package org.fediversity.provisioning.driver.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.fediversity.provisioning.driver.Driver;
import org.fediversity.provisioning.driver.DriverContract;
import org.fediversity.provisioning.driver.Order;
import org.fediversity.provisioning.driver.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryVolumeTest extends DriverContract {
    @TempDir
    private Path root;

    @Override
    protected Driver driver() {
        return new DirectoryVolume(root);
    }

    @Test
    void what_is_in_it_stays_until_the_release() throws IOException {
        Order order = order(Map.of());
        Path path = Path.of(ready(driver().ensure(order)).values().get("path").toString());
        Files.createDirectories(path.resolve("a/b"));
        Files.writeString(path.resolve("a/b/c.txt"), "text");
        ready(driver().ensure(order));
        assertThat(path.resolve("a/b/c.txt")).exists();
        ready(driver().release(order));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void a_directory_that_somebody_else_made_is_neither_adopted_nor_deleted() throws IOException {
        Order order = order(Map.of());
        Path foreign = Files.createDirectories(root.resolve(order.identifier('-')));
        Files.writeString(foreign.resolve("precious.txt"), "text");
        assertThat(driver().ensure(order)).isInstanceOf(Outcome.Refused.class);
        ready(driver().release(order));
        assertThat(foreign.resolve("precious.txt")).exists();
    }

    @Test
    void a_link_out_of_it_is_not_followed_when_it_is_deleted() throws IOException {
        Path outside = Files.createTempDirectory("outside-");
        Files.writeString(outside.resolve("precious.txt"), "text");
        Order order = order(Map.of());
        Path path = Path.of(ready(driver().ensure(order)).values().get("path").toString());
        Files.createSymbolicLink(path.resolve("link"), outside);
        ready(driver().release(order));
        assertThat(outside.resolve("precious.txt")).exists();
        Files.delete(outside.resolve("precious.txt"));
        Files.delete(outside);
    }
}
