package org.fediversity.migration.driver.postgresql;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Dumps with pg_dump and restores with pg_restore, both of the server's version.
final class ProgramDump {
    static final String FORMAT = "postgresql.custom.v1";

    /// Entries of the table of contents that only the owner of the database or of an extension may carry out; the
    /// target has them already.
    private static final Pattern NOT_OURS =
            Pattern.compile(".* (SCHEMA - public|COMMENT - SCHEMA public|COMMENT - EXTENSION) .*");

    private final PgTools tools;
    private final Server server;

    ProgramDump(PgTools tools, Server server) {
        this.tools = tools;
        this.server = server;
    }

    /// @param snapshot exported by the transaction that counts, so that both see the same
    void dump(String snapshot, OutputStream out) throws IOException, Unfit {
        List<String> command = new ArrayList<>(List.of(
                tools.dump(),
                "--format=custom",
                "--compress=0",
                "--no-owner",
                "--no-acl",
                "--no-password",
                "--snapshot=" + snapshot));
        command.addAll(login());
        Path errors = Files.createTempFile("pg_dump", ".err");
        try {
            Process process = start(command, errors);
            process.getOutputStream().close();
            try (InputStream in = process.getInputStream()) {
                in.transferTo(out);
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
            finish(process, "pg_dump", errors);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    void restore(InputStream content) throws IOException, Unfit {
        Path file = Files.createTempFile("pg_restore", ".dump");
        Path list = Files.createTempFile("pg_restore", ".list");
        Path errors = Files.createTempFile("pg_restore", ".err");
        try {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(list, String.join("\n", wanted(file, errors)) + "\n");
            List<String> command = new ArrayList<>(List.of(
                    tools.restore(),
                    "--no-owner",
                    "--no-acl",
                    "--no-password",
                    "--exit-on-error",
                    "--single-transaction",
                    "--use-list=" + list));
            command.addAll(login());
            command.add(file.toString());
            Process process = start(command, errors);
            process.getOutputStream().close();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            finish(process, "pg_restore", errors);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(list);
            Files.deleteIfExists(errors);
        }
    }

    private List<String> wanted(Path file, Path errors) throws IOException, Unfit {
        Process process = start(List.of(tools.restore(), "--list", file.toString()), errors);
        process.getOutputStream().close();
        String list = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        finish(process, "pg_restore", errors);
        return list.lines().filter(line -> !NOT_OURS.matcher(line).matches()).toList();
    }

    private List<String> login() {
        return List.of(
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--username=" + server.user(),
                "--dbname=" + server.database());
    }

    /// The password goes by the environment: a command line can be read by everybody on the machine.
    private Process start(List<String> command, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(new File(errors.toString()));
        builder.environment().put("PGPASSWORD", server.password());
        builder.environment().put("PGCONNECT_TIMEOUT", "10");
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("PGOPTIONS");
        return builder.start();
    }

    private static void finish(Process process, String program, Path errors) throws IOException, Unfit {
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new Unfit(program + " did not come to an end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new Unfit(program + " was interrupted");
        }
        if (process.exitValue() != 0) {
            throw new Unfit(program + " failed: " + firstFault(errors));
        }
    }

    /// Without what stands in quotation marks, which may be content.
    private static String firstFault(Path errors) throws IOException {
        Matcher fault = Pattern.compile("(?m)^pg_\\w+: error: (.*)$").matcher(Files.readString(errors));
        return fault.find() ? fault.group(1).replaceAll("\"[^\"]*\"", "\"…\"").strip() : "it gave no reason";
    }
}
