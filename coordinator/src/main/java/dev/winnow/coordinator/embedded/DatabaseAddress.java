package dev.winnow.coordinator.embedded;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An address of a PostgreSQL server of the user's own, in JDBC's form or in that of libpq. */
final class DatabaseAddress {
    private static final String JDBC = "jdbc:postgresql:";
    private static final String FORM = "WINNOW_DATABASE_URL must look like jdbc:postgresql://host:5432/database (with"
            + " WINNOW_DATABASE_USERNAME and WINNOW_DATABASE_PASSWORD) or postgresql://user:password@host:5432/database ";

    private DatabaseAddress() {}

    /** The application's properties for that address; user and password only where the address names them. */
    static Map<String, String> properties(String url) throws StartException {
        if (url.startsWith(JDBC)) {
            return Map.of("winnow.database.url", url);
        }
        try {
            URI parsed = new URI(url);
            String scheme = parsed.getScheme();
            if (!("postgresql".equals(scheme) || "postgres".equals(scheme)) || parsed.getHost() == null) {
                throw new StartException(FORM + "and names no scheme postgresql or no host.");
            }
            Map<String, String> properties = new LinkedHashMap<>();
            String port = parsed.getPort() < 0 ? "" : ":" + parsed.getPort();
            String options = parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery();
            properties.put(
                    "winnow.database.url", JDBC + "//" + parsed.getHost() + port + parsed.getRawPath() + options);
            if (parsed.getRawUserInfo() != null) {
                String[] user = parsed.getRawUserInfo().split(":", 2);
                properties.put("winnow.database.username", decode(user[0]));
                properties.put("winnow.database.password", user.length == 2 ? decode(user[1]) : "");
            }
            return properties;
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The message of the exception would repeat the password.
            throw new StartException(FORM + "with the reserved characters of user and password as %XX.");
        }
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
