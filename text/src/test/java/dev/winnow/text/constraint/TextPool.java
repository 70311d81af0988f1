package dev.winnow.text.constraint;

import java.util.List;
import java.util.Map;

/**
 * Patterns and formats as they are met in the wild, each with texts that fit it. Not among them is what the validator
 * has otherwise than its RFC: mail addresses (it takes é, and no digit behind the last point) and JSON pointers (not
 * with all of Unicode); and classes of Unicode, of which it knows those of an older version.
 */
final class TextPool {
    private TextPool() {}

    static final Map<String, List<String>> PATTERNS = Map.ofEntries(
            Map.entry("^[a-z]+$", List.of("a", "north")),
            Map.entry("^[A-Z]{3}$", List.of("EUR", "USD")),
            Map.entry("^\\d{4}-\\d{2}-\\d{2}$", List.of("2024-02-29", "9999-99-99")),
            Map.entry("^[0-9]{5}(-[0-9]{4})?$", List.of("12345", "12345-6789")),
            Map.entry("^#?([a-f0-9]{6}|[a-f0-9]{3})$", List.of("#fff", "0a1b2c")),
            Map.entry("^[a-zA-Z_][a-zA-Z0-9_]*$", List.of("_x", "name1")),
            Map.entry("^[a-z0-9]+(-[a-z0-9]+)*$", List.of("a-b", "slug-1")),
            Map.entry("^\\+?[1-9]\\d{1,14}$", List.of("+4930123", "12")),
            Map.entry("^v?\\d+\\.\\d+\\.\\d+$", List.of("1.2.3", "v0.0.1")),
            Map.entry("^https?://", List.of("http://a", "https://b.c/d")),
            Map.entry("\\.json$", List.of("a.json", ".json")),
            Map.entry("^$", List.of("")),
            Map.entry("^.*$", List.of("", "any thing")),
            Map.entry("^.+$", List.of("x", "any thing")),
            Map.entry("^\\S+$", List.of("x", "a-b")),
            Map.entry("^\\w+$", List.of("x", "ab_1")),
            Map.entry("^[^/]+$", List.of("x", "a b")),
            Map.entry("^(GET|POST|PUT)$", List.of("GET", "PUT")),
            Map.entry("^(?:[01]\\d|2[0-3]):[0-5]\\d$", List.of("00:00", "23:59")),
            Map.entry("^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$", List.of("a@b.de", "a.b+c@d-e.org")),
            Map.entry("^0x[0-9a-fA-F]+$", List.of("0x0", "0xAf")),
            Map.entry("^/([^/]+/)*[^/]*$", List.of("/", "/a/b")),
            Map.entry("^-?\\d+(\\.\\d+)?$", List.of("-1.5", "7")),
            Map.entry("^x-", List.of("x-", "x-a")),
            Map.entry("^[nk]", List.of("n1", "kind")),
            Map.entry("[0-9]$", List.of("n1", "0")),
            Map.entry("a", List.of("a", "name")),
            Map.entry("^a|b$", List.of("ab", "xb", "ax")),
            Map.entry("^(a|ab)(c|bcd)$", List.of("ac", "abcd")),
            Map.entry("^[é-ü]+$", List.of("é", "üê")),
            Map.entry("^[^\\x00-\\x1f\"]*$", List.of("", "a é")),
            Map.entry("^\\s*\\S", List.of("a", " a")),
            Map.entry("^(?!x)", List.of("a", "")),
            Map.entry("^(?=.*\\d)[a-z0-9]{2,8}$", List.of("a1", "9z")),
            Map.entry("^.{2,4}$", List.of("ab", "日本 é")),
            Map.entry("\\bno\\b", List.of("no", "a no b")),
            Map.entry("^[A-Za-z0-9+/]+={0,2}$", List.of("YQ==", "abcd")),
            Map.entry("^\\$\\{[a-z]+\\}$", List.of("${a}", "${ab}")),
            Map.entry("^(\\d{1,3},)*\\d{1,3}$", List.of("1,234", "12")));

    static final Map<String, List<String>> FORMATS = Map.ofEntries(
            Map.entry("date", List.of("2024-02-29", "1999-12-31")),
            Map.entry("time", List.of("12:00:00Z", "23:59:59.5+01:00")),
            Map.entry("date-time", List.of("2024-02-29T12:00:00Z", "1999-12-31T23:59:59.5+01:00")),
            Map.entry("duration", List.of("P1D", "PT1H30M", "P3W")),
            Map.entry("hostname", List.of("a", "www.example.org")),
            Map.entry("ipv4", List.of("127.0.0.1", "255.255.255.255")),
            Map.entry("ipv6", List.of("::1", "2001:db8::ff00:42:8329")),
            Map.entry("uri", List.of("http://a.b/c?d#e", "urn:a:b")),
            Map.entry("uri-reference", List.of("/a/b", "a#b")),
            Map.entry("iri", List.of("http://a.b/é", "http://a.b/c")),
            Map.entry("iri-reference", List.of("/é", "a")),
            Map.entry("uuid", List.of("123e4567-e89b-12d3-a456-426614174000")),
            Map.entry("regex", List.of("^a+$", "[a-z]")),
            Map.entry("idn-hostname", List.of("a.de")),
            Map.entry("colour", List.of("red")));

    static final List<String> NAMES =
            List.of("a", "b", "c", "id", "name", "kind", "x-y", "é", "first name", "n1", "n2", "tags", "q\"", "value");
}
