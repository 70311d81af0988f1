package dev.winnow.common.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TEXT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void it_survives_the_way_through_a_span_and_through_headers() {
        TraceParent trace = new TraceParent(TEXT);

        assertThat(TraceParent.of(Span.wrap(trace.remote()))).isEqualTo(trace);
        assertThat(TraceParent.of(TraceParent.headers(trace))).isEqualTo(trace);
    }

    @Test
    void its_parts_are_those_of_the_recommendation() {
        TraceParent trace = new TraceParent(TEXT);

        assertThat(trace.remote().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(trace.remote().getSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(trace.remote().isSampled()).isTrue();
        assertThat(trace.remote().isRemote()).isTrue();
        assertThat(new TraceParent(TEXT.replace("-01", "-00")).remote().isSampled())
                .isFalse();
    }

    @Test
    void where_nothing_is_traced_there_is_none() {
        assertThat(TraceParent.of(Span.getInvalid())).isNull();
        assertThat(TraceParent.headers(null)).isEmpty();
        assertThat(TraceParent.of((Map<String, Object>) null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
            })
    void what_is_none_is_refused_and_passed_over_among_headers(String text) {
        assertThatThrownBy(() -> new TraceParent(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(TraceParent.of(Map.of(TraceParent.HEADER, (Object) text))).isNull();
    }
}
