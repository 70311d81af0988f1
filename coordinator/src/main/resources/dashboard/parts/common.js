// Small parts that all pages use.

import {h, add, redraw, say} from "../core/dom.js";
import {ago, time} from "../core/format.js";

/** The title of a page with what can be done there. */
export function heading(title, {sub, actions = []} = {}) {
  return h("header", {class: "heading"},
    h("div", {}, h("h1", {tabindex: "-1"}, title), sub && h("p", {class: "sub"}, sub)),
    actions.length > 0 && h("div", {class: "actions"}, actions));
}

export function card(title, ...content) {
  return h("section", {class: "card"}, title && h("h2", {}, title), content);
}

/** A figure with its name. Returns its element and how to set it. */
export function figure(name, note = "") {
  const number = h("dd", {class: "number"}, "–");
  const small = h("dd", {class: "note"}, note);
  const title = h("dt", {}, name);
  const element = h("div", {class: "figure"}, title, number, small);
  return {element, call(other) {
    if (title.textContent !== other) title.textContent = other;
  }, set(value, told) {
    if (number.textContent !== value) number.textContent = value;
    if (told !== undefined && small.textContent !== told) small.textContent = told;
  }};
}

export const figures = (...each) => h("dl", {class: "figures"}, each.map(one => one.element));

const TONES = {running: "busy", begun: "busy", queued: "idle", planned: "idle", paused: "warn", expiring: "warn", done: "good",
  cancelled: "idle", failed: "bad", live: "good", ready: "good", draining: "warn", silent: "bad", succeeded: "good",
  dispatched: "busy", active: "good", over: "idle", trained: "good", skipped: "idle", due: "busy", scored: "good",
  accept: "good", correct: "good", skip: "idle", training: "busy", promoted: "good", waiting: "warn", kept: "idle", scoring: "busy", submitted: "busy", evaluating: "busy"};

/** A state by word and colour. */
export function badge(state) {
  return h("span", {class: `badge ${TONES[state] ?? "idle"}`}, state.replaceAll("_", " "));
}

/** A button. Kinds: primary, quiet, danger. */
export function button(label, onclick, {kind = "", key, ...more} = {}) {
  return h("button", {type: "button", class: `button ${kind}`, onclick, ...more}, label, key && h("kbd", {"aria-hidden": "true"}, key));
}

export const link = (label, href, kind = "") => h("a", {class: kind, href}, label);
export const buttonLink = (label, href, kind = "") => h("a", {class: `button ${kind}`, href}, label);

/** A time, in full when it is pointed at. */
export const when = value => value ? h("time", {datetime: value, title: time(value)}, ago(value)) : "–";

/** Times go on while nothing else changes. */
export function keepTimes() {
  setInterval(() => document.querySelectorAll("time").forEach(each => say(each, ago(each.dateTime))), 5000);
}

/** What a table or page shows while there is nothing. */
export function empty(title, text, ...actions) {
  return h("div", {class: "empty"}, h("p", {class: "empty-title"}, title), text && h("p", {}, text), actions.length > 0 && h("div", {class: "actions"}, actions));
}

/** A problem in the service's own words. */
export function problem(error) {
  return h("div", {class: "problem", role: "alert"},
    h("p", {}, sentence(error.message)), error.remedy && h("p", {class: "remedy"}, sentence(error.remedy)),
    error.pointer && h("p", {class: "remedy"}, "At ", h("code", {}, error.pointer)));
}

/** Says above a part of a page what was wrong when it was last asked for, until that goes well again. */
export function above(part) {
  const note = h("div", {});
  return error => {
    if (error === null) note.remove();
    else {
      redraw(note, error.said, () => problem(error));
      if (!note.isConnected) part.before(note);
    }
  };
}

export const sentence = text => text ? text[0].toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".") : "";

/** A table. Columns: {name, class}; rows: lists of cells. It scrolls by itself where it is too wide. */
export function table(label, columns, rows) {
  const body = h("tbody", {}, rows);
  return h("div", {class: "table", role: "region", "aria-label": label, tabindex: "0"},
    h("table", {}, h("thead", {}, h("tr", {}, columns.map(column =>
      h("th", {scope: "col", class: column.class}, column.name || h("span", {class: "unseen"}, column.label ?? "Actions"))))), body));
}

export const row = (...cells) => h("tr", {}, cells.map(cell => cell instanceof HTMLTableCellElement ? cell : h("td", {}, cell)));
/** A row or part that is told from others by that, also after it was drawn anew. */
export function keyed(key, element) {
  element.dataset.key = key;
  return element;
}

export const cell = (kind, ...content) => h("td", {class: kind}, content);

/** A bar of parts, each {share, tone, name}. */
export function bar(parts, label) {
  const element = h("div", {class: "bar", role: "img"});
  const set = (shares, told) => {
    element.setAttribute("aria-label", told);
    element.replaceChildren(...shares.filter(part => part.share > 0).map(part =>
      h("span", {class: part.tone, style: {width: `${Math.max(part.share * 100, 0.5)}%`}})));
  };
  set(parts, label);
  return {element, set};
}

/** Asks before something that cannot be taken back; true if it is wanted. */
export function confirm(title, text, action, kind = "danger") {
  return new Promise(resolve => {
    const dialog = h("dialog", {"aria-labelledby": "confirm-title"},
      h("h2", {id: "confirm-title"}, title), h("p", {}, text),
      h("div", {class: "actions"},
        button("Go back", () => dialog.close("")), button(action, () => dialog.close("yes"), {kind, autofocus: true})));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Says something in passing. */
export function tell(text, kind = "") {
  const place = document.getElementById("told");
  if (place === null) return; // nobody is signed in any more
  const note = h("p", {class: `told ${kind}`}, text);
  add(place, note);
  setTimeout(() => note.remove(), 6000);
}

/** Does something, says what went wrong. */
export async function attempt(what, done) {
  try {
    const answer = await what();
    if (done) tell(done);
    return answer;
  } catch (error) {
    if (error.name !== "AbortError") complain(error);
    return undefined;
  }
}

/** Says in passing what went wrong. */
export function complain(error) {
  tell(`${sentence(error.message)} ${error.remedy ? sentence(error.remedy) : ""}`, "bad");
}
