// Makes elements. Text from data only ever becomes a text node; the page's policy would refuse markup anyway.

const SVG = "http://www.w3.org/2000/svg";

/** An element with properties and children: h("a", {href: "#/jobs", class: "quiet", onclick: go}, "Jobs"). */
export function h(name, properties, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** The same for drawings. */
export function svg(name, properties, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, part] of Object.entries(value)) element.style.setProperty(key, part);
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

/** Appends children: elements, texts, lists of them; nothing for what is not there. */
export function add(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** Puts children in the place of those there are. */
export function put(element, ...children) {
  element.replaceChildren();
  return add(element, children);
}

const drawn = new WeakMap();

/**
 * Puts children in the place of those there are, where they show something else than before. What is open there stays
 * open, and the keyboard's place stays: parts and rows that tell themselves from others have a data-key.
 */
export function redraw(element, shown, draw) {
  const now = JSON.stringify(shown);
  if (drawn.get(element) === now) return;
  drawn.set(element, now);
  const placeOf = part => {
    const scope = part.closest("[data-key]") ?? element;
    return [scope.dataset.key, part.localName, [...scope.querySelectorAll(part.localName)].indexOf(part)].join("\n");
  };
  const open = new Set([...element.querySelectorAll("details[open]")].map(placeOf));
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const focus = focused && placeOf(focused);
  put(element, draw());
  for (const part of element.querySelectorAll("details")) part.open = open.has(placeOf(part));
  if (focused) [...element.querySelectorAll(focused.localName)].find(part => placeOf(part) === focus)?.focus({preventScroll: true});
}

/** Puts a text where it is another one, so that nothing flickers and selections stay. */
export function say(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

/** Whether a key was meant for a field. */
export function isTyping(event) {
  return event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]") !== null;
}
