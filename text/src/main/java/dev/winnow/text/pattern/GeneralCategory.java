package dev.winnow.text.pattern;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Unicode's general categories, with the numbers that Java gives them. */
enum GeneralCategory {
    L("Letter", 1, 2, 3, 4, 5),
    LC("Cased_Letter", 1, 2, 3),
    Lu("Uppercase_Letter", Character.UPPERCASE_LETTER),
    Ll("Lowercase_Letter", Character.LOWERCASE_LETTER),
    Lt("Titlecase_Letter", Character.TITLECASE_LETTER),
    Lm("Modifier_Letter", Character.MODIFIER_LETTER),
    Lo("Other_Letter", Character.OTHER_LETTER),
    M("Mark|Combining_Mark", 6, 7, 8),
    Mn("Nonspacing_Mark", Character.NON_SPACING_MARK),
    Me("Enclosing_Mark", Character.ENCLOSING_MARK),
    Mc("Spacing_Mark", Character.COMBINING_SPACING_MARK),
    N("Number", 9, 10, 11),
    Nd("Decimal_Number|digit", Character.DECIMAL_DIGIT_NUMBER),
    Nl("Letter_Number", Character.LETTER_NUMBER),
    No("Other_Number", Character.OTHER_NUMBER),
    Z("Separator", 12, 13, 14),
    Zs("Space_Separator", Character.SPACE_SEPARATOR),
    Zl("Line_Separator", Character.LINE_SEPARATOR),
    Zp("Paragraph_Separator", Character.PARAGRAPH_SEPARATOR),
    C("Other", 0, 15, 16, 18, 19),
    Cc("Control|cntrl", Character.CONTROL),
    Cf("Format", Character.FORMAT),
    Co("Private_Use", Character.PRIVATE_USE),
    Cs("Surrogate", Character.SURROGATE),
    Cn("Unassigned", Character.UNASSIGNED),
    P("Punctuation|punct", 20, 21, 22, 23, 24, 29, 30),
    Pd("Dash_Punctuation", Character.DASH_PUNCTUATION),
    Ps("Open_Punctuation", Character.START_PUNCTUATION),
    Pe("Close_Punctuation", Character.END_PUNCTUATION),
    Pc("Connector_Punctuation", Character.CONNECTOR_PUNCTUATION),
    Po("Other_Punctuation", Character.OTHER_PUNCTUATION),
    Pi("Initial_Punctuation", Character.INITIAL_QUOTE_PUNCTUATION),
    Pf("Final_Punctuation", Character.FINAL_QUOTE_PUNCTUATION),
    S("Symbol", 25, 26, 27, 28),
    Sm("Math_Symbol", Character.MATH_SYMBOL),
    Sc("Currency_Symbol", Character.CURRENCY_SYMBOL),
    Sk("Modifier_Symbol", Character.MODIFIER_SYMBOL),
    So("Other_Symbol", Character.OTHER_SYMBOL);

    private final String names;
    private final int types;

    /** By its long names too. */
    GeneralCategory(String names, int... types) {
        this.names = "|" + name() + "|" + names + "|";
        this.types = Arrays.stream(types).reduce(0, (all, type) -> all | 1 << type);
    }

    /** Whether a code point is in the category of a name, empty if no such is known. */
    static Optional<IntPredicate> named(String name) {
        return Arrays.stream(values())
                .filter(category -> category.names.contains("|" + name + "|"))
                .findFirst()
                .map(category -> point -> (category.types >> Character.getType(point) & 1) != 0);
    }
}
