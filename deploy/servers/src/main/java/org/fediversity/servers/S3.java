package org.fediversity.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// An S3 server that keeps objects as files (s3proxy): path style, one key pair, no versions, no tags.
public final class S3 {
    private S3() {}

    public static Program program(Path data, Path files, int port, String accessKey, String secretKey) {
        Path settings = files.resolve("run/s3.properties");
        try {
            Files.createDirectories(data);
            Private.write(settings, """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.identity=unused
                    jclouds.credential=unused
                    jclouds.filesystem.basedir=%s
                    """.formatted(port, accessKey, secretKey, data.toAbsolutePath()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare S3", e);
        }
        return new Program(
                "s3",
                Java.command(128, "-jar", Artefacts.of("s3"), "--properties", settings.toString()),
                Map.of("LOG_LEVEL", "warn"),
                files,
                files,
                "TERM",
                () -> Ports.open(port));
    }
}
