// One job: how far it is, what failed and why, and its results.

import {h, put} from "../core/dom.js";
import {get, post, remove, service, withQuery} from "../core/api.js";
import {every, listen} from "../core/live.js";
import {count, duration, jobName, percent, plural, rate, short, time, value, words} from "../core/format.js";
import {above, attempt, badge, bar, button, buttonLink, card, cell, confirm, empty, figure, figures, heading, link, problem, row, table, when} from "../parts/common.js";
import {shardMap} from "../parts/shardmap.js";
import {confidenceBadge} from "../parts/values.js";

const OPEN = ["queued", "running", "paused", "expiring"];
const PAGE = 50;
const STEPS = 10;

export function jobPage({root, parameters: [id], query, signal, title}) {
  const path = `/api/v1/extractions/${id}`;
  const head = h("div", {});
  const done = figure("Done");
  const speed = figure("Items a second");
  const eta = figure("To go");
  const failed = figure("Failed");
  const progress = bar([], "");
  const map = shardMap();
  const errors = h("div", {});
  const about = h("div", {});
  const results = resultsTable(id, query.get("only") ?? "", query.get("code") ?? "", signal);
  put(root, head);
  let job = null;
  let shown = "";

  results.begin(); // beside the job itself, not after it
  const readJob = every(5, signal, async () => {
    if (job && !OPEN.includes(job.state)) return;
    await read();
  }, above(errors));

  async function read() {
    try {
      const first = job === null;
      job = await get(path, signal);
      if (first) {
        title(jobName(job));
        put(root, head, progress.element, figures(done, speed, eta, failed), errors, map.element, results.element, about);
        begin();
      }
      show();
    } catch (error) {
      if (error.name === "AbortError") return;
      if (job === null && !error.passes) put(root, heading("Job"), problem(error), buttonLink("All jobs", "#/jobs"));
      throw error;
    }
  }

  function show() {
    const ended = job.succeeded + job.failed;
    // What can be done with it: there is something to review as soon as there is a result.
    const now = [job.state, job.succeeded > 0, ended > 0, job.state === "done" && job.failed].join();
    if (shown !== now) {
      shown = now;
      put(head, heading(jobName(job), {
        sub: h("span", {}, badge(job.state), " ", job.adapter ?? job.model, " ", h("span", {class: "soft"}, job.quantization), " · submitted ", when(job.created_at)),
        actions: actions(),
      }));
    }
    progress.set([{share: job.succeeded / job.items, tone: "good"}, {share: job.failed / job.items, tone: "bad"}], `${percent(ended / job.items, 1)} of ${plural(job.items, "item")} done`);
    done.set(percent(ended / job.items, ended === job.items || ended === 0 ? 0 : 1), `${count(ended)} of ${count(job.items)}`);
    const running = OPEN.includes(job.state);
    const took = job.started_at && job.finished_at ? (new Date(job.finished_at) - new Date(job.started_at)) / 1000 : null;
    speed.set(running ? rate(job.items_per_second) : took ? rate(ended / took) : "–", running ? "now" : took ? "over all" : "");
    eta.call(running ? "To go" : "Took");
    eta.set(running ? duration(job.eta_seconds) : took === null ? "–" : duration(took), running ? job.deadline ? `deadline ${time(job.deadline)}` : "at this rate" : "from begin to end");
    failed.set(short(job.failed), job.failed === 0 ? "none" : `${percent(job.failed / Math.max(1, ended), 1)} of what has ended`);
  }

  function actions() {
    const act = (name, what, kind) => button(name, async () => {
      const changed = await attempt(() => post(`${path}/${what}`));
      if (changed) {
        job = changed;
        show();
        readJob();
        follow();
      }
    }, {kind});
    return [
      ["queued", "running"].includes(job.state) && act("Pause", "pause"),
      job.state === "paused" && act("Resume", "resume", "primary"),
      job.state === "done" && job.failed > 0 && act(`Retry ${short(job.failed)} failed`, "retry", "primary"),
      job.succeeded > 0 && buttonLink("Review", `#/review/${id}`),
      job.succeeded + job.failed > 0 && h("a", {class: "button", href: `${path}/results`, download: `${jobName(job)}.jsonl`}, "Download"),
      job.succeeded + job.failed > 0 && h("a", {class: "button", href: `${path}/results?format=csv`, download: `${jobName(job)}.csv`, title: "As a table: a row for each object"}, "CSV"),
      OPEN.includes(job.state) && button("Cancel", async () => {
        if (await confirm("Cancel this job?", "What is finished stays; nothing new is begun. There is no way back.", "Cancel the job")) {
          const changed = await attempt(() => post(`${path}/cancel`));
          if (changed) {
            job = changed;
            show();
          }
        }
      }, {kind: "danger"}),
      !OPEN.includes(job.state) && button("Delete", async () => {
        if (await confirm("Delete this job?", "Its items and results go, for good.", "Delete the job")) {
          await attempt(async () => {
            await remove(path);
            if (!signal.aborted) location.hash = "#/jobs";
          }, "The job is deleted.");
        }
      }, {kind: "quiet"}),
    ].filter(Boolean);
  }

  function begin() {
    follow();
    let mapped = "";
    let looks = 0;
    let rest = 1; // of so many looks, one asks: the more shards there are, the more it is to count them
    every(5, signal, async () => {
      const now = [job.state, job.succeeded, job.failed].join();
      if (!OPEN.includes(job.state) && mapped === now) return;
      if (OPEN.includes(job.state) && looks++ % rest !== 0) return;
      const shards = await get(`${path}/shards`, signal);
      rest = shards.shards > 20_000 ? 12 : 1;
      map.show(shards, OPEN.includes(job.state));
      mapped = now;
    }, above(map.element));
    let grouped = 0;
    every(5, signal, async () => {
      if (job.failed === grouped) return;
      const failures = job.failed;
      const {errors: groups} = await get(`${path}/errors`, signal);
      grouped = failures;
      put(errors, groups.length > 0 && card("What failed", table("Errors by reason", [{name: "Reason"}, {name: "Items", class: "num"}, {name: "What is said of the first"}, {name: ""}],
        groups.map(group => row(h("strong", {class: "reason"}, words(group.code)), cell("num", count(group.items)), cell("long", group.message),
          button("Show", () => results.only("failed", group.code), {kind: "quiet small", "aria-label": `Show items that failed with ${words(group.code)}`}))))));
    }, above(errors));
    attempt(async () => {
      const asked = await get(`${path}/request`, signal);
      put(about, h("details", {class: "card"}, h("summary", {}, "What was asked for"),
        h("dl", {class: "facts"},
          h("dt", {}, "Instruction"), h("dd", {}, asked.instruction),
          h("dt", {}, "Most output tokens"), h("dd", {}, count(asked.max_output_tokens)),
          h("dt", {}, "Output"), h("dd", {}, asked.constrained ? "fits the schema while it is written" : "free, checked afterwards"),
          h("dt", {}, "Temperature"), h("dd", {}, String(asked.temperature)),
          h("dt", {}, "Job"), h("dd", {}, h("code", {}, id)),
          h("dt", {}, "Schema"), h("dd", {}, h("pre", {class: "code", tabindex: "0"}, JSON.stringify(asked.schema, null, 2))))));
    });
  }

  let following = null;
  function follow() {
    following?.abort();
    following = new AbortController();
    listen(`${path}/events`, AbortSignal.any([signal, following.signal]), {
      isOver: () => job !== null && !OPEN.includes(job.state),
      onEvent(now) {
        const over = OPEN.includes(job.state) && !OPEN.includes(now.state);
        Object.assign(job, {state: now.state, succeeded: now.succeeded, failed: now.failed, items: now.items});
        show();
        results.grown(`${now.succeeded} ${now.failed}`);
        if (over) read().catch(() => {}); // rate and times of the end
      },
    });
  }
}

/** The results by pages, with filters. New ones join the end by themselves while it is in sight. */
function resultsTable(id, only, code, signal) {
  const wanted = {only, code, id: "", text: ""};
  const body = h("tbody", {});
  const more = h("div", {class: "more"});
  const nothing = h("div", {});
  const tabs = h("div", {class: "tabs", role: "group", "aria-label": "Which results"});
  const search = h("input", {type: "search", placeholder: "Id of an item", "aria-label": "Search an item by its id", autocomplete: "off"});
  const phrase = h("input", {type: "search", placeholder: "Word in the results", "aria-label": "Search for a text in the results", autocomplete: "off"});
  const list = h("div", {class: "table", role: "region", "aria-label": "Results", tabindex: "0", hidden: true},
    h("table", {class: "results"}, h("thead", {}, h("tr", {}, ["Item", "Result", "Least sure", "Review"].map((name, i) =>
      h("th", {scope: "col", class: i === 2 ? "num" : ""}, name)))), body));
  const element = h("section", {class: "card"}, h("div", {class: "toolbar"}, h("h2", {}, "Results"), tabs, h("div", {class: "times"}, search, phrase)), list, nothing, more);
  let after = -1;
  let last = true;
  let busy = false;
  let broken = false;
  let asked = 0;
  service.addEventListener("well", () => broken && begin(), {signal});

  const drawTabs = () => put(tabs, [["", "All"], ["succeeded", "With output"], ["failed", "Failed"]].map(([name, label]) =>
    h("button", {type: "button", class: "tab", "aria-pressed": String(wanted.only === name && !wanted.code), onclick: () => choose(name, "")}, label)),
  wanted.code && h("button", {type: "button", class: "tab", "aria-pressed": "true", onclick: () => choose("failed", "")}, `${words(wanted.code)} ×`));

  function choose(newOnly, newCode) {
    Object.assign(wanted, {only: newOnly, code: newCode});
    begin();
  }
  let typing = 0;
  for (const field of [search, phrase]) field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      Object.assign(wanted, {id: search.value.trim(), text: phrase.value.trim()});
      begin();
    }, 250);
  });

  function begin() {
    asked++;
    after = -1;
    last = true;
    busy = false;
    body.replaceChildren();
    drawTabs();
    return next();
  }

  async function next() {
    if (busy) return;
    busy = true;
    const mine = asked;
    try {
      // The service looks for a text in a thousand results at a time: some such steps at once, the others when asked for.
      let steps = wanted.text ? STEPS : 1;
      for (let found = 0; steps > 0 && found < PAGE; steps--) {
        const page = await get(withQuery(`/api/v1/extractions/${id}/items`, {...wanted, after, limit: PAGE - found}), signal);
        if (mine !== asked) return;
        for (const item of page.items) body.append(itemRow(id, item));
        found += page.items.length;
        last = page.next_after === null || page.next_after === undefined;
        after = page.next_after ?? page.items.at(-1)?.position ?? after;
        if (last) break;
      }
      broken = false;
      list.hidden = body.childElementCount === 0;
      put(nothing, list.hidden && empty(wanted.id || wanted.text ? "Nothing found" : "Nothing here yet", wanted.text && !last ? `None of the first ${count(after + 1)} items has this text.`
        : wanted.only || wanted.id || wanted.text ? "No item is like this." : "Results show as soon as they are recorded."));
      put(more, !last && button(wanted.text ? `Search on from item ${count(after + 2)}` : "More", next));
    } catch (error) {
      if (error.name === "AbortError") return;
      broken = true;
      put(nothing, problem(error));
    } finally {
      if (mine === asked) busy = false;
    }
  }

  // Results are not recorded in the order of the input: the first page is read anew while it is all that is shown; at
  // once while it fills, and then so seldom that pages of the longest outputs are no more than 50 KB a second.
  let seen = "";
  let pending = 0;
  let latest = "";
  // Rows are not taken away under the keyboard; when it has left them, they follow.
  body.addEventListener("focusout", () => setTimeout(() => grown(latest), 0));
  function grown(ended) {
    latest = ended;
    if (pending || ended === seen || body.childElementCount > PAGE || wanted.id || wanted.text || body.contains(document.activeElement)) return;
    seen = ended;
    pending = setTimeout(async () => {
      pending = 0;
      if (busy) seen = ""; // asked for again at the next event, or by who looks on
      if (signal.aborted || busy) return;
      const mine = asked;
      const page = await get(withQuery(`/api/v1/extractions/${id}/items`, {...wanted, limit: PAGE}), signal).catch(() => null);
      if (page === null || mine !== asked || body.childElementCount > PAGE) return;
      body.replaceChildren(...page.items.map(item => itemRow(id, item)));
      after = page.items.at(-1)?.position ?? -1;
      last = page.next_after === null || page.next_after === undefined;
      list.hidden = page.items.length === 0;
      put(nothing, list.hidden && empty("Nothing here yet", "Results show as soon as they are recorded."));
      put(more, !last && button("More", next));
    }, body.childElementCount < PAGE ? 300 : 5000);
  }
  return {element, begin, grown, only(newOnly, newCode) {
    choose(newOnly, newCode);
    element.scrollIntoView({block: "start"});
  }};
}

function itemRow(job, item) {
  return h("tr", {}, h("td", {class: "name"}, link(item.id, `#/jobs/${job}/items/${item.position}`)),
    item.error
      ? h("td", {class: "long"}, h("strong", {class: "bad-text"}, words(item.error.code)), " ", h("span", {class: "soft"}, item.error.message))
      : h("td", {class: "long"}, preview(item), item.truncated && h("span", {class: "badge warn"}, "cut short")),
    h("td", {class: "num"}, item.error ? "" : confidenceBadge(item.least_confidence)),
    h("td", {}, item.decision ? badge(item.decision) : ""));
}

/** The first values of an output, on a line. */
function preview(item) {
  if (item.output === undefined) return h("code", {}, item.beginning + "…");
  if (item.output === null || typeof item.output !== "object" || Array.isArray(item.output)) return h("code", {}, JSON.stringify(item.output).slice(0, 300));
  return h("span", {class: "preview"}, Object.entries(item.output).slice(0, 8).map(([name, part]) =>
    h("span", {class: "pair"}, h("span", {class: "soft"}, name), " ", h("span", {class: part === null ? "none" : ""}, value(part).slice(0, 120)))));
}
