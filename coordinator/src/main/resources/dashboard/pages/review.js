// Review: the least sure first; the text on the left, a form on the right, keys for all of it.

import {h, put, isTyping} from "../core/dom.js";
import {get, getResult, put as store, remove, withQuery} from "../core/api.js";
import {same} from "../core/written.js";
import {once} from "../core/live.js";
import {count, jobName, short} from "../core/format.js";
import {attempt, badge, button, buttonLink, card, cell, empty, heading, link, problem, row, table, tell, when} from "../parts/common.js";
import {connect, source, reveal} from "../parts/highlight.js";
import {form} from "../parts/form.js";
import {legend} from "./item.js";

const QUEUE = 20;
const SAMPLE = "sample"; // the least sure are no fair sample: what is learned from them alone is what is rare
const SAMPLE_SIZE = 50;

export function reviewPage(context) {
  if (context.parameters[0]) reviewJob(context, context.parameters[0]);
  else chooseJob(context);
}

/** Which job: those with results, the newest first. */
function chooseJob({root, signal}) {
  const place = h("div", {});
  put(root, heading("Review", {sub: "Look at what the model was least sure of. What you accept or correct becomes rows to train on."}), place);
  once(signal, async () => {
    const {extractions} = await get("/api/v1/extractions?limit=50", signal);
    const jobs = extractions.filter(job => job.succeeded > 0);
    put(place, jobs.length === 0
      ? empty("Nothing to review yet", "As soon as a job has results, they can be reviewed here.", buttonLink("New extraction", "#/new"))
      : table("Jobs with results", [{name: "Job"}, {name: "State"}, {name: "Results", class: "num"}, {name: "When"}, {name: ""}], jobs.map(job =>
        row(link(jobName(job), `#/jobs/${job.id}`), badge(job.state), cell("num", short(job.succeeded)), when(job.created_at), buttonLink("Review", `#/review/${job.id}`, "small")))));
  }, error => put(place, problem(error)));
}

function reviewJob({root, query, signal, title}, job) {
  const path = `/api/v1/extractions/${job}/review`;
  const only = query.get("position");
  const below = h("select", {id: "below", onchange: () => begin()}, [["0.5", "below 50 %"], ["0.7", "below 70 %"], ["0.9", "below 90 %"], ["1.01", "all"], [SAMPLE, "50 at random"]].map(([value, name]) =>
    h("option", {value, selected: value === "0.9"}, name)));
  const state = h("p", {class: "soft", role: "status"});
  const place = h("div", {});
  put(root, heading("Review", {sub: link("The job", `#/jobs/${job}`), actions: only === null ? [h("label", {class: "inline", for: "below"}, "Least sure value ", below)] : []}), state, place);

  let queue = [];
  let cursor = null;
  let begun = false;
  let now = null;
  let decided = 0;
  const passed = new Set(); // gone past without a decision
  const history = [];
  let acts = {};
  let busy = false;
  let moved = false; // the bar, while something went on

  /** One thing after the other: a key that is pressed meanwhile was not meant for what comes next. */
  async function alone(what) {
    if (busy) return;
    busy = true;
    try {
      await what();
    } finally {
      busy = false;
      if (moved) begin();
    }
  }

  function begin() {
    moved = busy;
    if (busy) return;
    queue = [];
    cursor = null;
    passed.clear();
    begun = false;
    alone(next);
  }

  async function more() {
    const page = await get(withQuery(path, {...below.value === SAMPLE ? {sample: SAMPLE_SIZE, seed: 1} : {below: below.value}, cursor, limit: QUEUE}), signal);
    queue.push(...page.items.map(item => item.position));
    cursor = page.next_cursor ?? null;
    begun = true;
  }

  async function next() {
    acts = {};
    try {
      if (only !== null) {
        if (decided > 0 && !signal.aborted) location.hash = `#/jobs/${job}/items/${only}`;
        else await show(Number(only));
        return;
      }
      if (queue.length === 0 && (!begun || cursor)) await more();
      if (queue.length === 0) {
        now = null;
        acts = {k: () => alone(back)};
        state.textContent = "";
        put(place, empty(...endOfQueue(),
          history.length > 0 && button("Back to the last", () => alone(back)), buttonLink("To the job", `#/jobs/${job}`)));
        return;
      }
      await show(queue[0]);
    } catch (error) {
      if (error.name !== "AbortError") put(place, problem(error), h("div", {class: "actions"}, button("Try again", () => alone(next))));
    }
  }

  function endOfQueue() {
    if (passed.size > 0) return ["This is the end", `You have decided ${count(decided)} and passed by ${count(passed.size)}, which stay in the queue.`];
    if (decided > 0) return ["All is looked at", `You have decided ${count(decided)}. Raise the bar above to see more.`];
    return ["All is looked at", below.value === SAMPLE ? "All of the sample is decided." : "No result here has a value that the model was so unsure of."];
  }

  async function show(position) {
    const item = await getResult(`${path}/${position}`, signal);
    now = position;
    if (queue[0] === position) queue.shift(); // not before it is there
    title(`Review ${item.id}`);
    state.textContent = `${queue.length}${cursor ? " or more" : ""} to go, ${decided} decided`;
    const text = source(item.input, item.evidence);
    const fields = form(item.schema, item.corrected ?? item.output, item.evidence);
    const wrong = h("div", {"aria-live": "assertive"});
    const decide = body => alone(async () => {
      try {
        await store(`${path}/${position}`, body);
      } catch (error) {
        if (error.name !== "AbortError") put(wrong, problem(error), pointers(error));
        return;
      }
      decided++;
      passed.delete(position);
      history.push(position);
      await next();
    });
    acts = {
      a: () => decide({decision: "accept"}),
      s: () => decide({decision: "skip"}),
      c: () => (worst(fields.element, item.evidence) ?? fields.element).querySelector(":is(textarea, input, select):enabled")?.focus(), // what is null is no place to write
      j: () => only !== null ? tell("Only this item was opened: there is no next one.") : alone(() => {
        history.push(position);
        passed.add(position);
        return next();
      }),
      k: () => alone(back),
      save() {
        let output;
        try {
          output = fields.read();
        } catch (error) {
          put(wrong, problem(error));
          return;
        }
        decide(same(output, item.output) ? {decision: "accept"} : {decision: "correct", output});
      },
    };
    put(place, h("div", {class: "columns wide-left"},
      card(h("span", {}, item.id, " ", item.decision && badge(item.decision)), text, legend(item.evidence)),
      h("form", {class: "card", onsubmit: event => event.preventDefault()},
        h("h2", {}, "Is this right?"), h("details", {}, h("summary", {}, "Instruction"), h("p", {}, item.instruction)),
        fields.element, wrong,
        h("div", {class: "actions sticky"},
          button("Accept", acts.a, {kind: "primary", key: "a"}), button("Save correction", acts.save, {key: "Ctrl ⏎"}), button("Skip", acts.s, {kind: "quiet", key: "s"}),
          item.decision && button("Take back", () => alone(async () => {
            if (await attempt(() => remove(`${path}/${position}`), "The decision is taken back.")) await attempt(() => show(position));
          }), {kind: "quiet"})))));
    connect(fields.element, text);
    const least = worst(fields.element, item.evidence);
    if (least) {
      least.classList.add("least");
      reveal(text, least.dataset.pointer);
    }
  }

  async function back() {
    const last = history.pop();
    if (last === undefined) {
      tell("This is the first one.");
      return;
    }
    if (now !== null) queue.unshift(now);
    await attempt(() => show(last));
  }

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.repeat) return; // a held key would decide what nobody has seen
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      acts.save?.();
    } else if (event.key === "Escape" && isTyping(event)) event.target.blur();
    else if (!isTyping(event) && !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1 && acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  }, {signal});
  begin();
}

/** The field that the model was least sure of. */
function worst(fields, evidence) {
  const all = [...fields.querySelectorAll(".field[data-pointer]")].filter(field => evidence?.confidence?.[field.dataset.pointer] !== undefined);
  return all.sort((a, b) => evidence.confidence[a.dataset.pointer] - evidence.confidence[b.dataset.pointer])[0];
}

/** What the schema has against a correction. */
function pointers(error) {
  const problems = error.said?.problems ?? error.said?.errors ?? [];
  return problems.length > 0 && h("ul", {}, problems.map(each => h("li", {}, h("code", {}, each.pointer ?? ""), " ", each.message ?? each.detail ?? "")));
}
