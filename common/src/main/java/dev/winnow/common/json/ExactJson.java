package dev.winnow.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * JSON whose numbers keep their digits: 5.00 is not 5.0. What has too many of them is refused as what is no JSON is.
 *
 * <p>Eight characters, {@code 1e999999}, say a number with a million digits. Jackson takes it, and whoever asks whether
 * 0.5 divides it is gone for minutes; with {@code 1e2147483648} Jackson itself fails with what nobody expects.
 */
public final class ExactJson {
    /** Digits before the point, or behind it: as many as Jackson reads of a number that is written out. */
    public static final int MOST_DIGITS = 1_000;

    private ExactJson() {}

    /** Begins a mapper. */
    public static JsonMapper.Builder mapper() {
        return JsonMapper.builder(factory(StreamReadConstraints.defaults()))
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
    }

    /** The same for readers that have limits of their own. */
    public static JsonFactory factory(StreamReadConstraints limits) {
        return new BoundedFactory(new JsonFactoryBuilder().streamReadConstraints(limits));
    }

    private static final class BoundedFactory extends JsonFactory {
        private static final long serialVersionUID = 1L;

        BoundedFactory(JsonFactoryBuilder builder) {
            super(builder);
        }

        @Override
        public JsonParser createParser(String content) throws IOException {
            return new BoundedParser(super.createParser(content));
        }

        @Override
        public JsonParser createParser(byte[] content) throws IOException {
            return new BoundedParser(super.createParser(content));
        }

        @Override
        public JsonParser createParser(InputStream content) throws IOException {
            return new BoundedParser(super.createParser(content));
        }

        @Override
        public JsonParser createParser(byte[] content, int offset, int length) throws IOException {
            return new BoundedParser(super.createParser(content, offset, length));
        }

        @Override
        public JsonParser createParser(Reader content) throws IOException {
            return new BoundedParser(super.createParser(content));
        }
    }

    private static final class BoundedParser extends JsonParserDelegate {
        BoundedParser(JsonParser parser) {
            super(parser);
        }

        @Override
        public BigDecimal getDecimalValue() throws IOException {
            BigDecimal number;
            try {
                number = super.getDecimalValue();
            } catch (NumberFormatException e) {
                throw tooLong(e);
            }
            long before = (long) number.precision() - number.scale();
            if (before > MOST_DIGITS || number.scale() > MOST_DIGITS) {
                throw tooLong(null);
            }
            return number;
        }

        private JsonParseException tooLong(@Nullable Throwable cause) {
            return new JsonParseException(
                    this, "a number has more than %d digits before or behind its point".formatted(MOST_DIGITS), cause);
        }
    }
}
