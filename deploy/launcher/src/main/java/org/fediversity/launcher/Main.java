package org.fediversity.launcher;

import org.fediversity.launcher.audit.AuditCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `./fediversity`.
@Command(
        name = "./fediversity",
        mixinStandardHelpOptions = true,
        description = "Runs Fediversity on this machine: no Docker, no root, no configuration.",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            Demo.class,
            TestCommand.class,
            AuditCommand.class,
            ModuleCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .registerConverter(Role.class, Role::named)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("Failed: " + failure.getMessage());
                    if (System.getenv("FEDIVERSITY_DEBUG") != null) {
                        failure.printStackTrace(command.getErr());
                    }
                    return 1;
                });
    }

    public static void main(String[] arguments) {
        CommandLine line = commandLine();
        if (arguments.length == 0) {
            line.usage(System.out);
            System.exit(2);
        }
        System.exit(line.execute(arguments));
    }
}
