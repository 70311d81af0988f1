package dev.winnow.coordinator.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class ChatConfigTest {
    @Test
    void requests_that_say_nothing_get_what_the_native_interface_gives() {
        ChatConfig config = defaults();

        assertThat(config.temperature()).isZero();
        assertThat(config.maxTokens()).isEqualTo(512);
    }

    static ChatConfig defaults() {
        return new SmallRyeConfigBuilder().withMapping(ChatConfig.class).build().getConfigMapping(ChatConfig.class);
    }
}
