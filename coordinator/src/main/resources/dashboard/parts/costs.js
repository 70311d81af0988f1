// What the work has cost, beside what hosted APIs would have asked.

import {h} from "../core/dom.js";
import {money, rate, short} from "../core/format.js";
import {cell, empty, row, table} from "./common.js";

/** The costs as a table; where no price is set it says how. */
export function costs(all) {
  const priced = all.cost !== undefined;
  if (all.output_tokens === 0 && all.worker_hours === 0) return empty("Nothing yet", `No job of the last ${all.days} days has a result.`);
  return [
    h("p", {class: "soft"}, `${short(all.input_tokens)} tokens in and ${short(all.output_tokens)} out, in ${rate(all.worker_hours)} hours of workers.`),
    (priced || all.hosted.length > 0) && table("Costs", [{name: "Where"}, {name: "Cost", class: "num"}, {name: "Beside here", class: "num"}], [
      priced && row("Here", cell("num", money(all.cost, all.currency)), cell("num", "")),
      ...all.hosted.map(each => row(each.name, cell("num", money(each.cost, each.currency)),
        cell("num", priced && all.cost > 0 && each.currency === all.currency ? `× ${rate(each.cost / all.cost)}` : ""))),
    ].filter(Boolean)),
    !priced && h("p", {class: "soft"}, "What a worker costs is not known: set ", h("code", {}, "winnow.costs.worker-hour"), " in the coordinator's settings."),
    all.hosted.length === 0 && h("p", {class: "soft"}, "To compare with hosted APIs, set ", h("code", {}, "winnow.prices"), "."),
  ];
}
