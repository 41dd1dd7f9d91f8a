package org.fediversity.launcher.audit;

import picocli.CommandLine.Command;

/// `./fediversity audit`
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Checks the history of a set-up from outside.",
        subcommands = VerifyCommand.class)
public final class AuditCommand {}
