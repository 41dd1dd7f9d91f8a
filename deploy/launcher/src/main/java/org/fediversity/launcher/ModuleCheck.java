package org.fediversity.launcher;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.fediversity.expressions.Mistake;
import org.fediversity.modules.Module;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./fediversity module check`
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Tells everything that is wrong with a module, with lines.",
            "What passes here is accepted by the catalogue: both judge by the same code. Nothing need run."
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0: nothing is wrong", "1: mistakes were told", "2: the command itself is wrong"})
final class ModuleCheck implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folder with module.yaml, or that file.")
    List<Path> folders = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        int wrong = 0;
        for (Path folder : folders) {
            try {
                wrong += check(ModuleFolder.read(folder), out);
            } catch (ModuleFolder.Unreadable e) {
                out.println(e.told());
                wrong++;
            }
        }
        out.flush();
        return wrong == 0 ? 0 : 1;
    }

    private static String runs(Module module) {
        if (module.document().path("components").isEmpty()) {
            return "nothing runs";
        }
        return module.backends().isEmpty()
                ? "there is no backend that all of its components support"
                : "runs on " + String.join(", ", module.backends());
    }

    private static int check(ModuleFolder folder, PrintWriter out) {
        List<Mistake> mistakes = folder.mistakes();
        mistakes.forEach(mistake -> out.println(folder.text(mistake)));
        if (mistakes.isEmpty()) {
            Module module = folder.module();
            out.println(
                    folder.shown() + ": " + module.name() + " " + module.version() + " is in order; " + runs(module));
        } else {
            out.println(mistakes.size() + (mistakes.size() == 1 ? " mistake" : " mistakes"));
        }
        return mistakes.size();
    }
}
