// An output's values as a list, each with how sure the model was of it.

import {h} from "../core/dom.js";
import {percent, value} from "../core/format.js";
import {isNumber} from "../core/written.js";
import {tone} from "./highlight.js";

const escape = name => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** Every value with its pointer, in the order of the output. */
export function leaves(output, pointer = "") {
  if (output !== null && typeof output === "object" && !isNumber(output) && Object.keys(output).length > 0) {
    return Object.entries(output).flatMap(([name, part]) => leaves(part, `${pointer}/${escape(name)}`));
  }
  return [{pointer, value: output}];
}

/** "/items/0/name" is told as "items › 1 › name". */
export function label(pointer) {
  if (pointer === "") return "the whole";
  return pointer.slice(1).split("/").map(part => /^\d+$/.test(part) ? Number(part) + 1 : part.replaceAll("~1", "/").replaceAll("~0", "~")).join(" › ");
}

export function confidenceBadge(confidence) {
  if (confidence === undefined || confidence === null) return h("span", {class: "sure unknown", title: "Nothing is known of it"}, "–");
  return h("span", {class: `sure ${tone(confidence)}`, title: `The model gave this value a probability of ${percent(confidence, 1)}`}, percent(confidence));
}

/** The list. */
export function values(output, evidence) {
  const confidence = evidence?.confidence ?? {};
  const spans = evidence?.spans ?? {};
  return h("ul", {class: "values"}, leaves(output).map(leaf => h("li", {},
    h("button", {type: "button", class: "value", "data-pointer": leaf.pointer, title: leaf.pointer},
      h("span", {class: "value-name"}, label(leaf.pointer)),
      h("span", {class: leaf.value === null ? "value-text none" : "value-text"}, value(leaf.value)),
      h("span", {class: "value-sure"}, spans[leaf.pointer] === null && h("span", {class: "nowhere", title: "It stands nowhere in the text"}, "not in the text"),
        confidenceBadge(confidence[leaf.pointer]))))));
}
