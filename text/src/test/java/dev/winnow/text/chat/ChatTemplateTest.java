package dev.winnow.text.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatTemplateTest {
    /**
     * Templates of real models, each with what Jinja2 3.1.6 rendered with Hugging Face's settings, without thinking.
     */
    static Stream<Named<JsonNode>> rendered_by_jinja2() throws IOException {
        try (InputStream file = ChatTemplateTest.class.getResourceAsStream("rendered-by-jinja2.json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(file).spliterator(), false)
                    .map(node -> Named.of(node.get("name").asText(), node));
        }
    }

    @ParameterizedTest
    @MethodSource("rendered_by_jinja2")
    void renders_as_hugging_face_does(JsonNode expected) {
        List<ChatMessage> messages = new ArrayList<>();
        expected.get("messages")
                .forEach(message -> messages.add(new ChatMessage(
                        message.get("role").asText(), message.get("content").asText())));

        String rendered = new ChatTemplate(expected.get("template").asText(), "<s>", "</s>").render(messages);

        assertThat(rendered).isEqualTo(expected.get("out").asText());
    }

    @Test
    void a_template_may_refuse_a_conversation() {
        assertThatThrownBy(() -> render("{{ raise_exception('only users speak here') }}"))
                .isInstanceOf(TemplateRefusedException.class)
                .hasMessageContaining("only users speak here");
    }

    @Test
    void the_day_is_always_the_same() {
        assertThat(render("{{ strftime_now('%d %b %Y') }}")).isEqualTo("26 Jul 2024");
    }

    @Test
    void idioms_of_python_are_understood_inside_of_tags_and_left_alone_elsewhere() {
        assertThat(render("[::-1]{% for m in messages[::-1] %}{{ m.content + '[::-1]' }}{% endfor %}{# [::-1] #}"))
                .isEqualTo("[::-1]hi[::-1]");
        assertThat(render("{{ messages[0].content.startswith('h') and not messages[0].content.endswith(\"h\") }}"))
                .isEqualTo("true");
        assertThat(render("{% set n = namespace(a=messages|length + 2, b=true) %}{{ n.a }} {{ n.b }}"))
                .isEqualTo("3 true");
        assertThat(render("{% set n = namespace(a='x, y') %}{{ n.a }}")).isEqualTo("x, y");
        assertThat(PythonIdioms.translated("{{ 'never closed [::-1]")).isEqualTo("{{ 'never closed [::-1]");
        assertThat(PythonIdioms.translated("{% x[::-1]")).isEqualTo("{% x|reverse");
    }

    @Test
    void models_that_would_think_first_are_told_not_to() {
        assertThat(render("{% if enable_thinking is defined and enable_thinking is false %}no{% endif %}"))
                .isEqualTo("no");
    }

    @Test
    void jinja_that_cannot_be_run_is_refused() {
        assertThatThrownBy(() -> render("{{ messages[::2] }}"))
                .isInstanceOf(TemplateRefusedException.class)
                .hasMessageContaining("cannot be run");
        assertThatThrownBy(() -> new ChatTemplate(" ", "", "")).hasMessageContaining("instruction-tuned");
        assertThatThrownBy(() -> new ChatTemplate("x".repeat(70_000), "", "")).hasMessageContaining("65536");
    }

    @Test
    void templates_reach_nothing_outside_the_conversation() {
        for (String reach : List.of(
                "{{ ''.getClass().forName('java.lang.System') }}",
                "{{ messages.getClass() }}",
                "{{ messages.class.name }}",
                "{% include 'simplelogger.properties' %}",
                "{% import 'x.jinja' as x %}")) {
            String outcome;
            try {
                outcome = render(reach);
            } catch (TemplateRefusedException e) {
                outcome = "";
            }
            assertThat(outcome).as(reach).isEmpty();
        }
    }

    @Test
    void output_without_end_is_stopped() {
        String loop = "{% for a in range(1000) %}{% for b in range(1000) %}0123456789{% endfor %}{% endfor %}";
        assertThatThrownBy(() -> render(loop)).isInstanceOf(TemplateRefusedException.class);
    }

    @Test
    @Timeout(60)
    void work_without_end_is_stopped_though_it_writes_nothing() {
        String rounds = "{% for a in range(1000) %}";
        String ends = "{% endfor %}";
        String macros = "{% macro m0() %}{% endmacro %}";
        for (int i = 1; i < 60; i++) {
            String before = "m" + (i - 1) + "()";
            macros += "{% macro m" + i + "() %}{{ " + before + " }}{{ " + before + " }}{% endmacro %}";
        }
        for (String endless : List.of(
                rounds.repeat(6) + "{% set x = 1 %}" + ends.repeat(6),
                rounds.repeat(6) + ends.repeat(6),
                macros + "{{ m59() }}")) {
            assertThatThrownBy(() -> render(endless))
                    .isInstanceOf(TemplateRefusedException.class)
                    .hasMessageContaining("1000000")
                    .hasMessageContaining("use another model");
        }
    }

    @Test
    @Timeout(60)
    void values_that_grow_in_themselves_are_stopped() {
        String lists = "{% set a = [1] %}" + "{% set a = [a, a] %}".repeat(60);
        String texts = "{% set t = 'x' %}" + "{% set t = t ~ t %}".repeat(60);
        for (String growing : List.of(lists + "{{ a }}", lists + "{% if a == a %}{% endif %}", texts + "{{ t }}")) {
            try {
                assertThat(render(growing)).hasSizeLessThan(2 * 1024 * 1024);
            } catch (TemplateRefusedException e) {
                assertThat(e).hasMessageContaining("template");
            }
        }
    }

    @Test
    @Timeout(60)
    void deep_nesting_is_run_or_refused() {
        for (String deep : List.of(
                "{{ " + "(".repeat(30_000) + "1" + ")".repeat(30_000) + " }}",
                "{{ " + "(".repeat(50) + "1" + ")".repeat(50) + " }}",
                "{{ " + "[".repeat(30_000) + " }}",
                "{{ " + "not ".repeat(15_000) + " true }}",
                "{{ " + "1+".repeat(30_000) + " 1 }}",
                "{{ " + "messages|first|".repeat(3_000) + "last }}",
                "{% if true %}".repeat(4_000) + "{% endif %}".repeat(4_000))) {
            try {
                assertThat(render(deep)).isIn("1", "", "true", "false", "30001", "{'role': 'user', 'content': 'hi'}");
            } catch (TemplateRefusedException e) {
                assertThat(e).hasMessageContaining("template");
            }
        }
    }

    private static String render(String template) {
        return new ChatTemplate(template, "", "").render(List.of(new ChatMessage("user", "hi")));
    }
}
