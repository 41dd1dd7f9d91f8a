package org.fediversity.launcher;

import picocli.CommandLine.Command;

/// `./fediversity module`
@Command(
        name = "module",
        mixinStandardHelpOptions = true,
        description = {
            "For those who package an application: begin a module, check it, see what it would become, try it.",
            "The guide is deploy/docs/packaging.md."
        },
        subcommands = {ModuleNew.class, ModuleCheck.class, ModuleRender.class, ModuleTrial.class})
final class ModuleCommand {}
