// An item's text with every value marked where it stands.

import {h} from "../core/dom.js";
import {percent} from "../core/format.js";

/** How sure is sure: the three colours of the page. */
export function tone(confidence) {
  if (confidence === undefined || confidence === null) return "unknown";
  return confidence >= 0.9 ? "high" : confidence >= 0.7 ? "middle" : "low";
}

// The pointers of the values that stand there: a key may have any sign, so that no text can hold several.
const standing = new WeakMap();

/** The text; spans count in code points. */
export function source(text, evidence) {
  const spans = Object.entries(evidence?.spans ?? {}).filter(([, span]) => span !== null)
    .map(([pointer, [from, to]]) => ({pointer, from, to}));
  const borders = [...new Set(spans.flatMap(span => [span.from, span.to]))].sort((a, b) => a - b);
  const places = offsets(text, borders);
  const element = h("pre", {class: "source", tabindex: "0", "aria-label": "The item's text"});
  let at = 0;
  for (let i = 0; i < borders.length; i++) {
    element.append(text.slice(at, places[i]));
    at = places[i];
    const covering = spans.filter(span => span.from <= borders[i] && span.to > borders[i]);
    if (covering.length > 0 && i + 1 < borders.length) {
      element.append(mark(text.slice(at, places[i + 1]), covering.map(span => span.pointer), evidence.confidence ?? {}));
      at = places[i + 1];
    }
  }
  element.append(text.slice(at));
  return element;
}

function mark(text, pointers, confidence) {
  const least = Math.min(...pointers.map(pointer => confidence[pointer] ?? 1));
  const told = pointers.map(pointer => pointer in confidence ? `${pointer.slice(1)}: ${percent(confidence[pointer])}` : pointer.slice(1)).join(", ");
  const element = h("mark", {class: tone(least), "data-pointer": pointers.join(" "), title: told}, text);
  standing.set(element, pointers);
  return element;
}

// JavaScript counts in UTF-16 units: a character beyond the first plane is two of them.
function offsets(text, codePoints) {
  const found = [];
  let unit = 0;
  let point = 0;
  for (const wanted of codePoints) {
    while (point < wanted && unit < text.length) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
      point++;
    }
    found.push(unit);
  }
  return found;
}

/** Makes values and their places in the text show each other. */
export function connect(values, text) {
  const light = (pointer, on) => {
    for (const mark of text.querySelectorAll("mark")) {
      if (standing.get(mark).includes(pointer)) mark.classList.toggle("lit", on);
    }
    for (const value of values.querySelectorAll("[data-pointer]")) {
      if (value.dataset.pointer === pointer) value.classList.toggle("lit", on);
    }
  };
  const wire = (element, pointersOf) => {
    for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
      element.addEventListener(begin, event => pointersOf(event.target).forEach(pointer => light(pointer, true)));
      element.addEventListener(end, event => pointersOf(event.target).forEach(pointer => light(pointer, false)));
    }
  };
  const valueOf = target => target.closest?.("[data-pointer]")?.dataset.pointer;
  wire(values, target => [valueOf(target)].filter(pointer => pointer !== undefined));
  wire(text, target => standing.get(target.closest?.("mark")) ?? []);
  values.addEventListener("click", event => {
    const pointer = valueOf(event.target);
    if (pointer !== undefined) reveal(text, pointer);
  });
}

/** Scrolls the text to where a value stands. */
export function reveal(text, pointer) {
  const found = [...text.querySelectorAll("mark")].find(mark => standing.get(mark).includes(pointer));
  found?.scrollIntoView({block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"});
}
