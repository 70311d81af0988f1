// Two runs of an evaluation beside each other: field by field, and the documents of which they made something else.

import {h, put} from "../core/dom.js";
import {get, getLines, post} from "../core/api.js";
import {once} from "../core/live.js";
import {percent, plural, signed, value, words} from "../core/format.js";
import {badge, button, buttonLink, card, cell, empty, heading, problem, row, sentence, table} from "../parts/common.js";
import {promoteWith} from "../parts/promote.js";
import {label, leaves} from "../parts/values.js";

const LOOKED_AT = 50;
const SHOWN = 20;

export function comparePage({root, parameters: [id], query, signal, title, who}) {
  const path = `/api/v1/evaluations/${id}`;
  const verdict = h("div", {});
  const examples = h("div", {});
  title("Comparison");
  once(signal, async () => {
    const evaluation = await get(path, signal);
    const runs = evaluation.runs.filter(run => run.score);
    if (runs.length < 2) {
      put(root, heading("Comparison", {sub: `${evaluation.dataset}`}), empty("There is nothing to compare yet", "An evaluation needs two runs that are scored."), buttonLink("All evaluations", "#/training"));
      return;
    }
    const chooser = (name, text, chosen) => h("div", {class: "field"}, h("label", {for: name}, text),
      h("select", {id: name, onchange: show}, runs.map(run => h("option", {value: run.id, selected: run.id === chosen}, nameOf(run)))));
    // The best is the candidate, and is held against the next best, unless the address says otherwise.
    const known = (asked, otherwise) => runs.some(run => run.id === asked) ? asked : otherwise;
    const candidateField = chooser("candidate", "Candidate", known(query.get("candidate"), runs[0].id));
    const championField = chooser("champion", "Held against", known(query.get("champion"), runs[1].id));
    put(root, heading("Comparison", {sub: `${evaluation.dataset}, ${plural(evaluation.rows, "held-out row")}`, actions: [buttonLink("All evaluations", "#/training")]}),
      h("div", {class: "columns"}, candidateField, championField), card("By field", verdict), card("What they make differently", examples));
    let rows = null;
    show();
    put(examples, h("p", {class: "soft"}, "Reading the documents …"));
    try {
      rows = await getLines(`${path}/rows?limit=${LOOKED_AT}`, signal);
      put(examples, exampleList(rows, chosen("champion"), chosen("candidate")));
    } catch (error) {
      if (error.name !== "AbortError") put(examples, problem(error));
    }

    function chosen(name) {
      return runs.find(run => run.id === root.querySelector(`#${name}`).value);
    }

    async function show() {
      const candidate = chosen("candidate");
      const champion = chosen("champion");
      const still = () => chosen("candidate") === candidate && chosen("champion") === champion;
      if (rows !== null) put(examples, exampleList(rows, champion, candidate));
      put(verdict, fields(champion, candidate, null));
      if (!candidate.adapter || candidate.id === champion.id || evaluation.state === "running") return;
      // Without an adapter the service judges against the candidate's own base.
      if (!champion.adapter && (champion.model !== candidate.model || champion.quantization !== candidate.quantization)) {
        verdict.prepend(h("p", {class: "soft"}, "An adapter is judged against the base of its own model, or another adapter."));
        return;
      }
      try {
        const found = await post(`${path}/judgement`, {candidate: candidate.adapter, champion: champion.adapter ?? undefined}, signal);
        if (still()) put(verdict, outcome(found, candidate), fields(champion, candidate, found));
      } catch (error) {
        if (error.name !== "AbortError" && still()) verdict.prepend(problem(error));
      }
    }

    function outcome(found, candidate) {
      return h("div", {class: "verdict"},
        h("p", {}, badge(found.outcome), ` ${told(found)}`),
        found.reasons.map(reason => h("p", {class: "soft"}, sentence(reason))),
        who.train && h("div", {class: "actions"}, button(`Promote ${candidate.adapter}`, () => promoteWith(candidate.adapter, signal), {kind: found.outcome === "promote" ? "primary small" : "small"})));
    }
  }, error => put(root, heading("Comparison"), problem(error), buttonLink("All evaluations", "#/training")));
}

const nameOf = run => `${run.adapter ?? "base alone"} · ${run.model} ${run.quantization}`;

function told(found) {
  const gain = found.score;
  return `${signed(gain.mean)} over ${plural(found.rows, "row")} (${signed(gain.low)} to ${signed(gain.high)}; better in ${percent(gain.better)} of the draws).`;
}

/** Means of both, and by how much they differ; with a judgement, within which bounds. */
function fields(champion, candidate, found) {
  const lines = candidate.score.fields.map(field => {
    const before = champion.score.fields.find(other => other.field === field.field);
    const change = before ? field.score - before.score : 0;
    const bounds = found?.fields[field.field];
    return row(h("code", {}, field.field || "all"), words(field.rule), cell("num", before ? before.score.toFixed(3) : "–"), cell("num", field.score.toFixed(3)),
      cell("num", h("span", {class: change > 0 ? "good-text" : change < 0 ? "bad-text" : ""}, signed(change))),
      cell("num soft", bounds ? `${signed(bounds.low)} to ${signed(bounds.high)}` : ""));
  });
  return table("By field", [{name: "Field"}, {name: "Scored by"}, {name: "Before", class: "num"}, {name: "Candidate", class: "num"}, {name: "Change", class: "num"}, {name: "Likely from", class: "num"}], lines);
}

/** The documents of which both made something else, those first that changed most. */
function exampleList(rows, champion, candidate) {
  const changed = rows.map(line => {
    const before = line.runs.find(run => run.run === champion.id);
    const after = line.runs.find(run => run.run === candidate.id);
    if (!before || !after || before.output === after.output) return null;
    const change = Object.keys(after.scores).reduce((sum, field) => sum + (after.scores[field] ?? 0) - (before.scores[field] ?? 0), 0);
    return {line, before, after, change};
  }).filter(Boolean).sort((one, other) => Math.abs(other.change) - Math.abs(one.change));
  if (changed.length === 0) return h("p", {class: "soft"}, `Of the first ${plural(rows.length, "document")} both made the same.`);
  return [h("p", {class: "soft"}, `${plural(changed.length, "document")} of the first ${rows.length}${changed.length > SHOWN ? `, of which ${SHOWN} are shown` : ""}.`),
    changed.slice(0, SHOWN).map(example)];
}

function example({line, before, after, change}) {
  const wanted = flat(line.expected);
  const had = flat(before.output);
  const has = flat(after.output);
  const places = [...new Set([...wanted.keys(), ...had.keys(), ...has.keys()])].filter(place => had.get(place) !== has.get(place));
  const shown = (values, place) => h("span", {class: !wanted.size ? "" : values.get(place) === wanted.get(place) ? "good-text" : "bad-text"}, values.get(place) ?? "–");
  return h("details", {class: "board"},
    h("summary", {}, `Row ${line.row + 1}: `, h("span", {class: change > 0 ? "good-text" : change < 0 ? "bad-text" : "soft"}, change > 0 ? "better" : change < 0 ? "worse" : "otherwise"),
      ` in ${plural(places.length, "value")}`),
    table(`Row ${line.row + 1}`, [{name: "Value"}, {name: "Wanted"}, {name: "Before"}, {name: "Candidate"}],
      places.map(place => row(label(place), wanted.get(place) ?? "–", shown(had, place), shown(has, place)))),
    line.input !== undefined && h("pre", {class: "source", tabindex: "0", "aria-label": "The document"}, line.input));
}

/** Every value by its pointer; of what is no JSON, its text. */
function flat(output) {
  let read = output;
  if (typeof output === "string") {
    try {
      read = JSON.parse(output);
    } catch {
      return new Map([["", output]]);
    }
  }
  if (read === undefined) return new Map();
  return new Map(leaves(read).map(leaf => [leaf.pointer, value(leaf.value)]));
}
