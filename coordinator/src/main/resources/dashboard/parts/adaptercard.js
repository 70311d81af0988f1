// What an adapter's card holds: how well it does, what its confidences are worth, and how it was made.

import {h} from "../core/dom.js";
import {bytes, count, duration, percent, plural, signed, time, words} from "../core/format.js";
import {badge, cell, row, table, when} from "./common.js";
import {lines} from "./chart.js";

const known = value => value !== undefined && value !== null;

/** Pairs of a name and what is told of it, those without left out. */
const facts = pairs => h("dl", {class: "facts"}, pairs.filter(Boolean).map(([name, told]) => [h("dt", {}, name), h("dd", {}, told)]));

/** The few lines that tell one adapter from another. */
export function summary(one) {
  const made = one.card.training;
  const judged = one.card.evaluations?.[0];
  return facts([
    ["Base", one.base], ["Rank", `${one.card.rank}, alpha ${one.card.alpha}`], ["Size", bytes(one.card.bytes)],
    made && ["Trained on", `${made.dataset}, ${plural(made.train_rows ?? 0, "row")}`],
    made && known(made.worker_seconds) && ["Cost", `${duration(made.worker_seconds)} of workers' time`],
    judged && ["Score", scoreOf(judged)],
    one.card.calibration && ["Calibrated", one.card.calibration.calibrated ? `expected error ${error(one.card.calibration.usual_error)}` : "no"],
    one.card.notes && ["Notes", one.card.notes], ["Made", when(one.created_at)],
  ]);
}

/** All that there is besides, each part closed until it is wanted. */
export function details(one) {
  return [scores(one.card), calibration(one.card), training(one.card), files(one)];
}

const part = (title, ...content) => h("details", {}, h("summary", {}, title), content);

function scoreOf(judged) {
  const own = judged.score?.score;
  const base = judged.base_score?.score;
  if (typeof own !== "number") return "evaluated";
  return typeof base === "number" ? `${own.toFixed(3)} (base ${base.toFixed(3)})` : own.toFixed(3);
}

function scores(card) {
  const [newest, ...earlier] = card.evaluations ?? [];
  if (!newest?.score) return part("Scores by field", h("p", {class: "soft"}, "It was never evaluated on held-out rows."));
  const {score, base_score: base} = newest;
  const baseOf = field => base?.fields.find(other => other.field === field.field);
  return part("Scores by field",
    h("p", {class: "soft"}, `${newest.dataset}, ${plural(score.rows, "held-out row")}, ${newest.quantization}${newest.constrained ? "" : ", unconstrained"} · `, when(newest.at)),
    table("Scores by field", [{name: "Field"}, {name: "Scored by"}, {name: "Score", class: "num"}, {name: "Base", class: "num"}, {name: "Change", class: "num"}, {name: "Right", class: "num"}],
      score.fields.map(field => {
        const before = baseOf(field);
        const change = before ? field.score - before.score : 0;
        return row(h("code", {}, field.field || "all"), words(field.rule), cell("num", field.score.toFixed(3)), cell("num", before ? before.score.toFixed(3) : "–"),
          cell("num", before ? h("span", {class: change > 0 ? "good-text" : change < 0 ? "bad-text" : ""}, signed(change)) : "–"), cell("num", `${field.right}/${score.rows}`));
      })),
    facts([["Exact documents", `${score.exact} of ${score.rows}`], ["Valid", `${score.valid} of ${score.rows}`], ["Time", `${score.seconds_per_document.toFixed(2)} s a document`]]),
    earlier.length > 0 && h("p", {class: "soft"}, "Earlier: ", earlier.map((each, i) => [i > 0 && ", ", `${each.dataset} ${scoreOf(each)} `, when(each.at)])));
}

const error = value => known(value) ? value.toFixed(3) : "–";

function calibration(card) {
  const found = card.calibration;
  if (!found) return part("Calibration", h("p", {class: "soft"}, "Nobody has asked yet what its confidences are worth: an evaluation does."));
  const about = h("p", {class: "soft"}, [found.dataset, found.quantization].filter(Boolean).join(", "), found.at && [" · ", when(found.at)]);
  if (!found.calibrated) {
    return part("Calibration", h("p", {}, badge("not_calibrated"), found.reason && ` ${found.reason}`), about,
      h("p", {class: "soft"}, "Results carry the model's own confidences, which are no probabilities of being right."));
  }
  return part("Calibration", about,
    facts([
      ["Expected calibration error", `${error(found.usual_error)}; ${error(found.usual_error_by_chance)} of it by chance`],
      ["Error less chance", `${error(found.error)}, before ${error(found.error_before)}`],
      known(found.cross_fitted_error) && ["Over all rows", `${error(found.cross_fitted_error)} of ${plural(found.cross_fitted_values, "value")}`],
      ["Rows", `${count(found.rows)} for the fit, ${count(found.reserved_rows)} to judge it`],
    ]),
    table("Calibration by field", [{name: "Field"}, {name: "Method"}, {name: "Expected error", class: "num"}, {name: "Error", class: "num"}, {name: "Before", class: "num"}, {name: "Values", class: "num"}],
      Object.entries(found.fields ?? {}).map(([name, field]) => row(h("code", {}, name || "all"), words(field.method), cell("num", error(field.usual_error)), cell("num", error(field.error)),
        cell("num", error(field.error_before)), cell("num", count(field.values))))));
}

function training(card) {
  const made = card.training;
  if (!made) return card.trained_from && part("How it was trained", facts([["Elsewhere, on", h("code", {}, card.trained_from)]]));
  const points = name => (made.losses ?? []).filter(each => known(each[name])).map(each => [each.step, each[name]]);
  return part("How it was trained",
    facts([
      ["Data", `${made.dataset}, ${plural(made.train_rows ?? 0, "row")} and ${count(made.held_out_rows ?? 0)} held out`],
      made.dataset_hash && ["Hash of the data", h("span", {class: "hash"}, made.dataset_hash)],
      known(made.worker_seconds) && ["Cost", `${duration(made.worker_seconds)} of workers' time, ${duration(made.seconds)} from begin to end`],
      known(made.attempts) && ["Attempts", count(made.attempts)],
      made.nodes && ["Nodes", `${plural(made.nodes.nodes, "node")}, ${plural(made.nodes.rounds, "round")} of ${plural(made.nodes.local_steps, "step")} each`],
      known(made.evaluation_after) && ["Held-out loss", `${known(made.evaluation_before) ? `${made.evaluation_before.toFixed(3)} before, ` : ""}${made.evaluation_after.toFixed(3)} after`],
      ...Object.entries(made.plan ?? {}).map(([name, told]) => [words(name), Array.isArray(told) ? told.join(", ") : String(told)]),
    ]),
    points("loss").length > 0 && lines([{name: "Loss of each step", tone: "main", points: points("loss")}, {name: "Held-out rows", tone: "second", points: points("evaluation")}],
      "Loss of the training", {height: 120, y: value => value.toFixed(2), x: value => `step ${Math.round(value)}`}));
}

function files(one) {
  return part("Files", facts([
    ["Hash", h("span", {class: "hash"}, one.hash)], ["Changes", `${plural(one.card.projections, "matrix", "matrices")}: ${one.card.target_modules.join(", ")}`],
    ["Strength", String(one.card.scale)], ["Kept as", one.card.dtypes.join(", ")],
    one.card.instruction && ["Instruction", one.card.instruction], ["Made", time(one.created_at)],
  ]));
}
