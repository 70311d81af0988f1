// How the whole is doing.

import {h, put, redraw, say} from "../core/dom.js";
import {get} from "../core/api.js";
import {every} from "../core/live.js";
import {count, duration, jobName, percent, plural, rate, short} from "../core/format.js";
import {above, badge, buttonLink, card, cell, empty, figure, figures, heading, keyed, link, row, table, when} from "../parts/common.js";
import {costs} from "../parts/costs.js";
import {rolling} from "../parts/chart.js";

const POINTS = 150;
const SOME = 0.5; // less than half an item is left of what was long ago

export function overviewPage({root, signal}) {
  const items = figure("Items a second");
  const tokens = figure("Tokens a second");
  const todo = figure("To do");
  const errors = figure("Errors of the last minutes");
  const curve = rolling(POINTS, {height: 120, y: rate, x: seconds => seconds === 0 ? "since you look" : duration(seconds)});
  const backlog = h("div", {});
  const recent = h("div", {});
  const ahead = h("div", {});
  const spent = h("div", {});
  const spentCard = card("Cost", spent);
  const top = figures(items, tokens, todo, errors);
  put(root,
    heading("Overview", {actions: [buttonLink("New extraction", "#/new", "primary")]}),
    top,
    h("div", {class: "columns"}, card("Throughput, items a second", curve.element), card("Backlog by model", backlog)),
    h("div", {class: "columns"}, card("Latest jobs", recent), h("div", {}, spentCard, card("Schedules ahead", ahead))));

  every(2, signal, async () => {
    const all = await get("/api/v1/overview", signal);
    const open = all.backlog.reduce((sum, each) => sum + each.items, 0);
    const ended = all.day.succeeded + all.day.failed;
    items.set(rate(all.items_per_second), all.items_per_second > 0 ? `about ${duration(open / all.items_per_second)} to go` : "nothing runs");
    tokens.set(rate(all.tokens_per_second), all.backlog.length === 0 ? "no work" : plural(all.backlog.reduce((sum, each) => sum + each.workers, 0), "worker") + " for it");
    todo.set(short(open), plural(all.backlog.reduce((sum, each) => sum + each.jobs, 0), "open job"));
    const {items: lately, failed} = all.lately;
    const share = (part, whole) => percent(part / whole, part / whole < 0.0005 ? 0 : 1);
    errors.set(lately < SOME ? "–" : share(failed, lately),
      `${lately < SOME ? "no item has ended lately" : "of items that ended lately"}; ${ended === 0 ? "no job has ended in 24 hours" : `${share(all.day.failed, ended)} in jobs that ended in 24 hours`}`);
    curve.push(all.items_per_second, `Items a second, now ${rate(all.items_per_second)}`);
    redraw(backlog, all.backlog, () => all.backlog.length === 0
      ? empty("Nothing to do", "Every job has ended.")
      : table("Backlog by model", [{name: "Model"}, {name: "Jobs", class: "num"}, {name: "Items", class: "num"}, {name: "Items/s", class: "num"}, {name: "Workers", class: "num"}],
        all.backlog.map(each => row(h("span", {}, each.model, " ", h("span", {class: "soft"}, each.quantization)), cell("num", count(each.jobs)), cell("num", short(each.items)),
          cell("num", rate(each.items_per_second)), cell(each.workers === 0 ? "num bad-text" : "num", each.workers === 0 ? "none" : count(each.workers))))));
  }, above(top));
  every(5, signal, async () => {
    const {extractions} = await get("/api/v1/extractions?limit=6", signal);
    redraw(recent, extractions, () => extractions.length === 0
      ? empty("No jobs yet", "Drop a file, name the keys that you want, and see what comes of it.", buttonLink("New extraction", "#/new"))
      : table("Latest jobs", [{name: "Job"}, {name: "State"}, {name: "Items", class: "num"}, {name: "When"}],
        extractions.map(job => keyed(job.id, row(link(jobName(job), `#/jobs/${job.id}`), badge(job.state), cell("num", `${short(job.succeeded + job.failed)} of ${short(job.items)}`), when(job.created_at))))));
  }, above(recent));
  every(60, signal, async () => {
    const all = await get("/api/v1/costs", signal);
    say(spentCard.querySelector("h2"), `Cost of the last ${all.days} days`);
    redraw(spent, all, () => costs(all));
  }, above(spent));
  every(60, signal, async () => {
    const found = await schedules(signal);
    redraw(ahead, found, () => found.length === 0
      ? empty("No schedules", "A schedule trains by itself when there are new rows: winnow schedules create.")
      : table("Schedules", [{name: "Schedule"}, {name: "Next"}], found.map(each =>
        keyed(each.name, row(link(each.name, "#/training"), each.state === "active" ? each.next_runs[0]?.replace("T", " ") ?? "–" : badge(each.state))))));
  }, above(ahead));
}

async function schedules(signal) {
  try {
    return (await get("/api/v1/schedules", signal)).schedules;
  } catch (error) {
    if (error.status === 403) return [];
    throw error;
  }
}
