// Begins: who is signed in, which page is wanted.

import {h, put} from "./core/dom.js";
import {service} from "./core/api.js";
import {frame, signedIn, useKeys, useTheme} from "./parts/frame.js";
import {keepTimes, problem} from "./parts/common.js";
import {signInPage} from "./pages/signin.js";
import {overviewPage} from "./pages/overview.js";
import {jobsPage} from "./pages/jobs.js";
import {jobPage} from "./pages/job.js";
import {itemPage} from "./pages/item.js";
import {createPage} from "./pages/create.js";
import {reviewPage} from "./pages/review.js";
import {trainingPage, trainingsPage} from "./pages/training.js";
import {trainPage} from "./pages/train.js";
import {comparePage} from "./pages/compare.js";
import {adaptersPage} from "./pages/adapters.js";
import {fleetPage} from "./pages/fleet.js";

const PAGES = [
  [/^\/overview$/, "Overview", overviewPage],
  [/^\/jobs$/, "Jobs", jobsPage],
  [/^\/jobs\/([0-9a-f-]{36})$/, "Job", jobPage],
  [/^\/jobs\/([0-9a-f-]{36})\/items\/(\d+)$/, "Result", itemPage],
  [/^\/new$/, "New extraction", createPage],
  [/^\/review(?:\/([0-9a-f-]{36}))?$/, "Review", reviewPage],
  [/^\/training$/, "Training", trainingsPage],
  [/^\/training\/([0-9a-f-]{36})$/, "Training", trainingPage],
  [/^\/training\/new$/, "New training", trainPage],
  [/^\/training\/compare\/([0-9a-f-]{36})$/, "Comparison", comparePage],
  [/^\/adapters$/, "Adapters", adaptersPage],
  [/^\/fleet$/, "Fleet", fleetPage],
];

let running = new AbortController();
let around = null;
let who = null;

function show(focus) {
  const [path, query = ""] = (location.hash.slice(1) || "/overview").split("?");
  running.abort();
  running = new AbortController();
  const [pattern, title, page] = PAGES.find(([known]) => known.test(path)) ?? [];
  document.title = `${title ?? "Not found"} · Winnow`;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close(""); // it asked about the page before
  around.mark(path);
  put(around.main);
  window.scrollTo(0, 0);
  if (!page) {
    put(around.main, h("h1", {tabindex: "-1"}, "There is no such page"), h("p", {}, h("a", {href: "#/overview"}, "To the overview")));
  } else {
    page({
      root: around.main,
      parameters: path.match(pattern).slice(1),
      query: new URLSearchParams(query),
      signal: running.signal,
      who,
      title: text => document.title = `${text} · Winnow`,
    });
  }
  if (focus) around.main.querySelector("h1")?.focus({preventScroll: true});
}

const onHash = () => show(true);

async function begin() {
  running.abort();
  removeEventListener("hashchange", onHash);
  const told = h("div", {id: "told", role: "status", "aria-live": "polite"});
  try {
    who = await signedIn();
  } catch (error) {
    put(document.body, h("main", {class: "alone"}, h("h1", {}, "Winnow"), problem(error), h("p", {}, "This page tries again by itself.")));
    setTimeout(begin, 3000);
    return;
  }
  if (who === null) {
    document.title = "Sign in · Winnow";
    put(document.body, signInPage(begin), told);
    return;
  }
  around = frame(who);
  put(document.body, around.element, told);
  addEventListener("hashchange", onHash);
  show(false);
}

useTheme();
useKeys();
keepTimes();
service.addEventListener("signed-out", begin);
begin();
