// Where a job's shards are: a cell for each, or for some neighbours where there are many, and who holds what.

import {h, put} from "../core/dom.js";
import {count, percent, plural} from "../core/format.js";
import {card, cell, row, table} from "./common.js";

const STATES = [["done", "done"], ["begun", "with a worker"], ["dispatched", "on the queue"], ["planned", "to be sent"], ["cancelled", "cancelled"]];
const MOST_HOLDERS = 8;

/** What a cell shows: work in hand before all else, then what is done, then what waits. */
const tone = states => states.begun ? "begun" : states.dispatched ? "dispatched" : states.planned ? states.done ? "some" : "planned" : states.done ? "done" : "cancelled";

const told = states => STATES.filter(([state]) => states[state]).map(([state, words]) => `${count(states[state])} ${words}`).join(", ");

/** The map as a card, which is drawn anew by what is read. */
export function shardMap() {
  const element = card("Shards");
  element.hidden = true;
  const cells = h("div", {class: "map", role: "img"});
  const legend = h("p", {class: "map-legend"});
  const note = h("p", {class: "soft"});
  const holders = h("div", {});
  element.append(cells, legend, note, holders);
  return {element, show(map, goesOn) {
    element.hidden = map.shards === 0;
    const all = {};
    let from = 1;
    cells.replaceChildren(...map.cells.map(each => {
      for (const [state, number] of Object.entries(each.states)) all[state] = (all[state] ?? 0) + number;
      const place = each.shards === 1 ? `Shard ${count(from)}` : `Shards ${count(from)} to ${count(from + each.shards - 1)}`;
      from += each.shards;
      return h("span", {class: tone(each.states), title: `${place}: ${told(each.states)}${each.workers ? `; ${each.workers.join(", ")}` : ""}`});
    }));
    cells.setAttribute("aria-label", `${plural(map.shards, "shard")}: ${told(all)}`);
    put(legend, STATES.filter(([state]) => all[state]).map(([state, words]) => h("span", {class: state}, `${count(all[state])} ${words}`)));
    note.textContent = goesOn && map.cut_items < map.items ? `${percent(1 - map.cut_items / map.items)} of the items are not cut into shards yet: that is done while the job runs.` : "";
    note.hidden = note.textContent === "";
    put(holders, map.holders.length > 0 && table("Workers with shards of this job", [{name: "Worker"}, {name: "Shards in hand", class: "num"}, {name: "Items being written", class: "num"}],
      map.holders.slice(0, MOST_HOLDERS).map(each => row(each.worker, cell("num", count(each.shards)), cell("num", each.items > 0 ? count(each.items) : "–")))),
    map.holders.length > MOST_HOLDERS && h("p", {class: "soft"}, `and ${count(map.holders.length - MOST_HOLDERS)} more`));
  }};
}
