// JSON whose numbers stay as they are written: 12.50 is not 12.5, and 9007199254740993 is a number, too. In here a number
// is what JSON.rawJSON makes of its text, which JSON.stringify writes as it is.

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

export const parse = text => JSON.parse(text, (name, value, {source}) => typeof value === "number" ? JSON.rawJSON(source) : value);

/** An answer about a result: what came out and its schema as they are written, what is told about it as usual. */
export function parseResult(text) {
  const written = parse(text);
  const result = JSON.parse(text);
  for (const name of ["output", "corrected", "schema"]) if (name in result) result[name] = written[name];
  return result;
}

export const isNumber = value => JSON.isRawJSON(value);

/** The number that somebody wrote, or undefined if it is none. */
export const number = text => NUMBER.test(text) ? JSON.rawJSON(text) : undefined;

export const isObject = value => typeof value === "object" && value !== null && !Array.isArray(value) && !isNumber(value);

/** Whether two are written the same but for the order of names. */
export function same(one, other) {
  if (isNumber(one) || isNumber(other)) return isNumber(one) && isNumber(other) && one.rawJSON === other.rawJSON;
  if (isObject(one) && isObject(other) || Array.isArray(one) && Array.isArray(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every(name => Object.hasOwn(other, name) && same(one[name], other[name]));
  }
  return one === other;
}
