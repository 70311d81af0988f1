package dev.winnow.cli.installation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON Schemas in the user's files. */
public final class SchemaFiles {
    private SchemaFiles() {}

    /**
     * Reads one.
     *
     * @throws CommandException if the file cannot be read or is not JSON
     */
    public static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw CommandException.usage(file + " is not JSON: " + e.getOriginalMessage() + " (line "
                    + e.getLocation().getLineNr() + ")");
        } catch (IOException e) {
            throw CommandException.usage(file + " cannot be read: " + e);
        }
    }
}
