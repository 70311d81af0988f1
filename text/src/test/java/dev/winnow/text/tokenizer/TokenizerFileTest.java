package dev.winnow.text.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.text.gguf.GgufRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {
    @TempDir
    Path folder;

    @Test
    void tokenizer_is_found_by_its_file_or_by_the_folder_of_its_model() throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), SmallTokenizers.byteLevel());
        for (Path path : new Path[] {file, folder}) {
            try (Tokenizer tokenizer = TokenizerFile.open(path)) {
                assertThat(tokenizer.decode(tokenizer.encode("hello"))).isEqualTo("hello");
            }
        }
    }

    @Test
    void folder_without_a_model_says_what_it_lacks() {
        assertThatThrownBy(() -> TokenizerFile.open(folder))
                .hasMessageContaining("no tokenizer.json, and 0 GGUF files");
    }

    @Test
    void damaged_gguf_files_are_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("model.gguf"), "GGUF");

        assertThatThrownBy(() -> TokenizerFile.open(file))
                .isInstanceOf(GgufRefusedException.class)
                .hasMessageContaining("model.gguf: at byte 4")
                .hasMessageContaining("cut off or damaged");
    }
}
