package dev.winnow.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.SchemaFiles;
import dev.winnow.text.schema.AdmissionReport;
import dev.winnow.text.schema.KeywordUse;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import dev.winnow.text.schema.Treatment;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what becomes of a schema before any work is done with it. */
@Command(
        name = "schema",
        description = {"Look at schemas before they are used.", ""})
public final class SchemaCommand implements Runnable {
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Needs no service. */
    public SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: check FILE, or replay DIR");
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "For each keyword of a JSON Schema: is it enforced while the model writes, checked afterwards,"
                            + " or refused? Ends with 2 if the schema is refused.")
    int check(@Parameters(paramLabel = "FILE") Path file) {
        JsonNode schema = SchemaFiles.read(file);
        try {
            print(SchemaCompiler.compile(schema).report());
            console.result(file + " is accepted");
            return ExitCode.DONE.number();
        } catch (SchemaRefusedException e) {
            print(e.report());
            console.result(file + " is refused:");
            e.refusals().forEach(refusal -> console.result("  " + refusal.describe()));
            return ExitCode.USAGE.number();
        }
    }

    private void print(AdmissionReport report) {
        for (KeywordUse use : report.keywords()) {
            String treatment = use.treatment().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            String note = use.note().isEmpty() || use.treatment() == Treatment.REFUSED ? "" : "  (" + use.note() + ")";
            console.result("%-19s %s%s".formatted(treatment, use.pointer(), note));
        }
    }
}
