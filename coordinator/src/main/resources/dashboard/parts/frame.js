// What stands around every page: the way to the others, who is signed in, and whether the service is well.

import {h, redraw, isTyping} from "../core/dom.js";
import {get, remove, service} from "../core/api.js";
import {attempt, button, tell} from "./common.js";

const PLACES = [
  {name: "Overview", path: "#/overview", key: "o"},
  {name: "Jobs", path: "#/jobs", key: "j"},
  {name: "New extraction", path: "#/new", key: "n"},
  {name: "Review", path: "#/review", key: "r"},
  {name: "Training", path: "#/training", key: "t"},
  {name: "Adapters", path: "#/adapters", key: "a"},
  {name: "Fleet", path: "#/fleet", key: "f"},
];

const HEALTH_PAUSE = 2000;
const REGULAR_PAUSE = 10000;
const HEALTH_ANSWER = 10000;

/** Builds the frame around a place for pages. */
export function frame(who) {
  const main = h("main", {id: "main"});
  const nav = h("nav", {"aria-label": "Pages"}, PLACES.map(place => h("a", {href: place.path}, place.name)));
  const trouble = h("div", {class: "trouble", role: "status", "aria-live": "polite", hidden: true});
  const element = h("div", {class: "frame"},
    h("a", {class: "skip", href: "#main", onclick: event => {
      event.preventDefault();
      main.querySelector("h1")?.focus();
    }}, "Skip to the page"),
    h("header", {class: "side"},
      h("a", {class: "brand", href: "#/overview"}, "Winnow"),
      nav,
      h("div", {class: "who"},
        h("span", {class: "key-name", title: `Tenant ${who.tenant}`}, who.name),
        h("div", {class: "who-actions"},
          button("Theme", nextTheme, {kind: "quiet small", title: "Light, dark, or as the system has it"}),
          button("Keys", showKeys, {kind: "quiet small", title: "Keyboard shortcuts (?)"}),
          button("Sign out", () => attempt(async () => {
            await remove("/api/v1/session");
            service.dispatchEvent(new Event("signed-out"));
          }), {kind: "quiet small"})))),
    h("div", {class: "page"}, trouble, main));
  watchHealth(trouble);
  return {element, main, mark(path) {
    for (const each of nav.children) {
      const here = path.startsWith(each.getAttribute("href").slice(1));
      if (here) {
        each.setAttribute("aria-current", "page");
        nav.scrollLeft = each.offsetLeft - (nav.clientWidth - each.offsetWidth) / 2; // on a phone the row of pages scrolls
      } else each.removeAttribute("aria-current");
    }
  }};
}

/** While the service is not well this says why, and tells all pages when it is again. */
function watchHealth(place) {
  const ended = new AbortController();
  let timer = 0;
  let due = 0;
  let missed = false; // a request, whether the health check has seen why or not
  const plan = pause => {
    clearTimeout(timer);
    due = Date.now() + pause;
    timer = setTimeout(look, pause);
  };
  const look = async () => {
    if (document.hidden) return;
    const {reasons, pause} = await ask();
    if (ended.signal.aborted) return;
    if (reasons?.length > 0) {
      place.hidden = false;
      redraw(place, reasons, () => [h("strong", {}, reasons.join(" ")), " What you see may be old. This page goes on by itself as soon as it can."]);
    } else if (reasons) {
      if (!place.hidden) {
        missed = true;
        place.hidden = true;
        tell("All is well again.");
        service.dispatchEvent(new Event("recovered"));
      }
      if (missed) service.dispatchEvent(new Event("well"));
      missed = false;
    }
    plan(pause);
  };
  // One of several replicas may be bad: if every request that meets it were asked after at once, nothing else was done.
  service.addEventListener("trouble", () => {
    missed = true;
    if (due - Date.now() > HEALTH_PAUSE) plan(HEALTH_PAUSE);
  }, {signal: ended.signal});
  document.addEventListener("visibilitychange", () => plan(0), {signal: ended.signal});
  service.addEventListener("signed-out", () => {
    ended.abort();
    clearTimeout(timer);
  }, {once: true});
  plan(REGULAR_PAUSE); // a broker that is away fails no request: it is asked for
}

/** What is not well, or null where nobody says so, and when to ask again. */
async function ask() {
  const bad = reason => ({reasons: [reason], pause: HEALTH_PAUSE});
  try {
    const response = await fetch("/api/v1/overview", {signal: AbortSignal.timeout(HEALTH_ANSWER)});
    if (response.status === 502 || response.status === 504) return bad("The coordinator cannot be reached.");
    const said = await response.json();
    if (response.status === 503) return bad(said.code === "database_unavailable" ? "The database does not answer." : `${said.detail}.`);
    if (response.ok) return said.obstacle ? bad("The message broker takes no work: jobs wait.") : {reasons: [], pause: REGULAR_PAUSE};
    // Too many requests, or a session that is over: the pages' own requests say so.
    return {reasons: null, pause: Math.max(REGULAR_PAUSE, 1000 * (Number(response.headers.get("Retry-After")) || 0))};
  } catch {
    return bad("The coordinator cannot be reached.");
  }
}

// --- theme ------------------------------------------------------------------------------------------------------------

const THEMES = ["system", "light", "dark"];

export function useTheme() {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
}

function nextTheme() {
  const now = THEMES.indexOf(document.documentElement.dataset.theme);
  const next = THEMES[(now + 1) % THEMES.length];
  localStorage.setItem("theme", next);
  document.documentElement.dataset.theme = next;
  tell(next === "system" ? "Light or dark, as the system has it." : `The theme is ${next}.`);
}

// --- keyboard ---------------------------------------------------------------------------------------------------------

/** g and a letter goes to a page, / to the search, ? tells all. */
export function useKeys() {
  let going = 0;
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || document.querySelector("dialog[open]")) return;
    if (going && Date.now() - going < 1500) {
      going = 0;
      const place = PLACES.find(each => each.key === event.key);
      if (place) {
        event.preventDefault();
        event.stopImmediatePropagation(); // the page that is left must not take the letter for one of its own
        location.hash = place.path;
        return;
      }
    }
    if (event.key === "g") going = Date.now();
    else if (event.key === "?") showKeys();
    else if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });
}

function showKeys() {
  const keys = [...PLACES.map(place => [`g ${place.key}`, place.name]), ["/", "Search"], ["j k", "Next and previous, in a result and in review"],
    ["a", "Accept, in review"], ["c", "Correct: to the first field, in review"], ["Ctrl Enter", "Save the correction, in review"], ["s", "Skip, in review"], ["?", "These keys"]];
  const dialog = h("dialog", {"aria-labelledby": "keys-title"}, h("h2", {id: "keys-title"}, "Keyboard"),
    h("dl", {class: "keys"}, keys.map(([key, what]) => [h("dt", {}, key.split(" ").map(one => h("kbd", {}, one))), h("dd", {}, what)])),
    h("div", {class: "actions"}, button("Close", () => dialog.close(), {autofocus: true})));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Who is signed in, or null. */
export async function signedIn() {
  return get("/api/v1/session");
}
