// All jobs, the newest first. Rows move by events; the list itself is read a page at a time.

import {h, put, redraw, say, isTyping} from "../core/dom.js";
import {get, post, service, withQuery} from "../core/api.js";
import {every, listen} from "../core/live.js";
import {count, jobName, percent, plural, short} from "../core/format.js";
import {above, attempt, badge, bar, button, buttonLink, confirm, empty, heading, link, problem, when} from "../parts/common.js";

const STATES = [["", "All"], ["running", "Running"], ["queued", "Queued"], ["paused", "Paused"], ["done", "Done"], ["cancelled", "Cancelled"]];
const OPEN = ["queued", "running", "paused", "expiring"];
const TIMES = [["", "Any time"], ["today", "Today"], ["7d", "Last 7 days"], ["30d", "Last 30 days"], ["days", "From day to day"]];
const DAY = 86_400_000;
const PAGE = 50;

export function jobsPage({root, query, signal}) {
  const wanted = {state: "", search: "", time: "", from: "", to: ""};
  for (const name of Object.keys(wanted)) wanted[name] = query.get(name) ?? "";
  if (!TIMES.some(([value]) => value === wanted.time)) wanted.time = "";
  const rows = new Map();
  const chosen = new Set();
  const search = h("input", {type: "search", id: "search", value: wanted.search, placeholder: "Name or id", "aria-label": "Search by name or id", autocomplete: "off"});
  const counts = new Map();
  const filters = h("div", {class: "tabs", role: "group", "aria-label": "State"}, STATES.map(([state, name]) => {
    const number = h("span", {class: "tab-count"});
    counts.set(state, number);
    return h("button", {type: "button", class: "tab", "aria-pressed": String(state === wanted.state), onclick: () => go({state})}, name, number);
  }));
  const day = (name, label) => h("input", {type: "date", value: wanted[name], "aria-label": label, onchange: event => go({[name]: event.target.value})});
  const days = h("span", {class: "days"}, day("from", "From that day on"), day("to", "Up to that day, with it"));
  const times = h("select", {id: "time", "aria-label": "When they were submitted", onchange: () => go({time: times.value})},
    TIMES.map(([value, name]) => h("option", {value, selected: value === wanted.time}, name)));
  days.hidden = wanted.time !== "days";
  const bulk = h("div", {class: "bulk", hidden: true});
  const body = h("tbody", {});
  const list = h("div", {class: "table", role: "region", "aria-label": "Jobs", tabindex: "0"},
    h("table", {class: "jobs"}, h("thead", {}, h("tr", {}, ["", "Job", "State", "Progress", "Failed", "Model", "When"].map((name, i) =>
      h("th", {scope: "col", class: i === 4 ? "num" : ""}, name || h("span", {class: "unseen"}, "Choose"))))), body));
  const more = h("div", {class: "more"});
  const nothing = h("div", {});
  put(root, heading("Jobs", {actions: [buttonLink("New extraction", "#/new", "primary")]}), h("div", {class: "toolbar"}, filters, h("div", {class: "times"}, times, days), search), bulk, list, nothing, more);

  let typing = 0;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => go({search: search.value}), 250);
  });
  function go(changes) {
    Object.assign(wanted, changes);
    days.hidden = wanted.time !== "days";
    const hash = withQuery("#/jobs", days.hidden ? {...wanted, from: "", to: ""} : wanted);
    history.replaceState(null, "", hash);
    [...filters.children].forEach((tab, i) => tab.setAttribute("aria-pressed", String(STATES[i][0] === wanted.state)));
    begin();
  }

  let within = {}; // the times of the list that is shown: a page that follows must be of the same
  let asked = 0;
  let broken = false;
  async function begin() {
    const mine = ++asked;
    reading.clear();
    within = bounds(wanted);
    try {
      const page = await read(null);
      if (mine !== asked) return;
      broken = false;
      rows.clear();
      chosen.clear();
      showBulk();
      body.replaceChildren();
      append(page);
    } catch (error) {
      if (error.name === "AbortError" || mine !== asked) return;
      broken = true;
      if (!error.passes) {
        rows.clear();
        chosen.clear();
        showBulk();
        body.replaceChildren();
        list.hidden = true;
        put(more);
      }
      put(nothing, problem(error));
    }
  }
  service.addEventListener("well", () => broken && begin(), {signal});
  const read = cursor => get(withQuery("/api/v1/extractions", {state: wanted.state, search: wanted.search, ...within, cursor, limit: PAGE}), signal);

  function append(page) {
    for (const job of page.extractions) if (!rows.has(job.id)) body.append(track(job).element);
    list.hidden = rows.size === 0;
    put(nothing, rows.size === 0 && (wanted.state || wanted.search || wanted.time
      ? empty("No job is like this", "Look in another state, at another time, or for another name.", button("All jobs", () => {
        search.value = "";
        times.value = "";
        go({state: "", search: "", time: ""});
      }))
      : empty("No jobs yet", "Drop a file, name the keys that you want, and see what comes of it.", buttonLink("New extraction", "#/new", "primary"))));
    put(more, page.next_cursor && button("More", async () => {
      const mine = asked;
      const next = await attempt(() => read(page.next_cursor));
      if (next && mine === asked) append(next);
    }));
  }

  function track(job) {
    const one = jobRow(job, checked => {
      if (checked) chosen.add(job.id);
      else chosen.delete(job.id);
      showBulk();
    });
    rows.set(job.id, one);
    return one;
  }

  function showBulk() {
    bulk.hidden = chosen.size === 0;
    const fit = from => [...chosen].filter(id => from.includes(rows.get(id)?.state()));
    const act = (name, path, from, kind) => {
      const number = fit(from).length;
      return number > 0 && button(`${name} ${number}`, async () => {
        const asked = fit(from);
        if (!await confirm(`${name} ${plural(asked.length, "job")}?`, path === "cancel" ? "What is finished stays; nothing new is begun. There is no way back." : "They can be resumed or paused at any time.", name, kind)) return;
        for (const id of asked) {
          const now = rows.get(id)?.state();
          if (now && !from.includes(now)) continue; // it went on while the question stood
          const changed = await attempt(() => post(`/api/v1/extractions/${id}/${path}`));
          if (changed) rows.get(id)?.update(changed);
        }
        showBulk();
      }, {kind});
    };
    redraw(bulk, [chosen.size, [...chosen].map(id => rows.get(id)?.state())], () => [h("span", {}, `${plural(chosen.size, "job")} chosen`), act("Pause", "pause", ["queued", "running"], ""), act("Resume", "resume", ["paused"], ""),
      act("Cancel", "cancel", ["queued", "running", "paused", "expiring"], "danger"), button("Choose none", () => {
        for (const id of chosen) rows.get(id).unchoose();
        chosen.clear();
        showBulk();
      }, {kind: "quiet"})]);
  }

  const reading = new Set(); // jobs that were asked for since the list was begun
  begin();
  every(10, signal, async () => {
    const {jobs} = await get("/api/v1/overview", signal);
    for (const [state, number] of counts) say(number, short(state === "" ? Object.values(jobs).reduce((a, b) => a + b, 0) : jobs[state] ?? 0));
  }, above(list));
  listen("/api/v1/events", signal, {onEvent(progress) {
    const known = rows.get(progress.id);
    if (known) {
      known.update(progress);
      if (chosen.has(progress.id)) showBulk();
    } else if (!wanted.search && isWanted(progress)) fresh(progress.id);
  }, onReturn: renew});
  const isWanted = job => !wanted.state || wanted.state === job.state;
  const isWithin = job => !within.created_before || Date.parse(job.created_at) < Date.parse(within.created_before);

  // A job that is new: its row is read whole, once.
  async function fresh(id) {
    if (reading.has(id)) return;
    reading.add(id);
    const mine = asked;
    try {
      const job = await get(`/api/v1/extractions/${id}`, signal);
      if (mine === asked && isWanted(job) && isWithin(job)) onTop(job);
    } catch (error) {
      reading.delete(id);
      if (error.status === undefined && error.name !== "AbortError") throw error;
    }
  }

  /** Only what would stand on top of the page that is shown. */
  function onTop(job) {
    const first = body.firstElementChild;
    if (rows.has(job.id) || (first && job.created_at < first.dataset.at)) return;
    body.prepend(track(job).element);
    list.hidden = false;
    put(nothing);
  }

  /** What happened while nothing was heard: the stream does not tell again what is over by now. */
  async function renew() {
    const mine = asked;
    try {
      const page = await read(null);
      if (mine !== asked) return;
      const told = new Set(page.extractions.map(job => job.id));
      for (const job of page.extractions.reverse()) {
        if (rows.has(job.id)) rows.get(job.id).update(job);
        else onTop(job);
      }
      for (const [id, one] of rows) {
        if (told.has(id) || !OPEN.includes(one.state())) continue;
        one.update(await get(`/api/v1/extractions/${id}`, signal));
        if (mine !== asked) return;
      }
    } catch (error) {
      if (error.status === undefined && error.name !== "AbortError") throw error;
    }
  }

  // j and k go through the rows.
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || isTyping(event) || !["j", "k"].includes(event.key) || event.ctrlKey || event.metaKey) return;
    const links = [...body.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, event.key === "j" ? at + 1 : at - 1))]?.focus();
  }, {signal});
}

/** From when until when, for the service. Days are those of whoever looks. */
function bounds({time, from, to}) {
  const midnight = (text, more) => {
    const [year, month, day] = text.split("-").map(Number);
    const at = new Date(year, month - 1, day + more);
    return isNaN(at) ? null : at.toISOString();
  };
  if (time === "days") return {created_after: midnight(from, 0), created_before: midnight(to, 1)};
  if (time === "today") return {created_after: new Date(new Date().setHours(0, 0, 0, 0)).toISOString()};
  return time === "" ? {} : {created_after: new Date(Date.now() - parseInt(time, 10) * DAY).toISOString()};
}

function jobRow(job, onChoose) {
  const name = jobName(job);
  const box = h("input", {type: "checkbox", "aria-label": `Choose ${name}`, onchange: () => onChoose(box.checked)});
  const state = h("td", {}, badge(job.state));
  const progress = bar([], "");
  const told = h("span", {class: "soft"});
  const failed = h("td", {class: "num"});
  const element = h("tr", {"data-at": job.created_at}, h("td", {class: "pick"}, box), h("td", {class: "name"}, link(name, `#/jobs/${job.id}`)),
    state, h("td", {class: "progress"}, progress.element, told), failed,
    h("td", {}, job.adapter ?? job.model, " ", h("span", {class: "soft"}, job.quantization)), h("td", {}, when(job.created_at)));
  let now = job.state;
  const update = changed => {
    if (changed.state !== now) put(state, badge(changed.state));
    now = changed.state;
    const ended = changed.succeeded + changed.failed;
    progress.set([{share: changed.succeeded / changed.items, tone: "good"}, {share: changed.failed / changed.items, tone: "bad"}],
      `${percent(ended / changed.items)} done`);
    say(told, `${short(ended)} of ${short(changed.items)}`);
    say(failed, changed.failed === 0 ? "–" : count(changed.failed));
    failed.classList.toggle("bad-text", changed.failed > 0);
  };
  update(job);
  return {element, update, state: () => now, unchoose: () => box.checked = false};
}
