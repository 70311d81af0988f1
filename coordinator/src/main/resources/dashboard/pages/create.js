// A new extraction: documents, what is wanted of them, which model; checked and estimated before it starts.

import {h, put, add} from "../core/dom.js";
import {get, sendLines} from "../core/api.js";
import {once} from "../core/live.js";
import {bytes, count, duration, plural} from "../core/format.js";
import {badge, button, card, cell, complain, figure, figures, heading, problem, row, table} from "../parts/common.js";
import {columns, lines} from "../parts/documents.js";

export function createPage({root, signal}) {
  let files = [];
  let checked = null;
  let changes = 0;

  const input = h("input", {type: "file", id: "files", class: "unseen", multiple: true, accept: ".jsonl,.ndjson,.txt,.md,.html,.htm,.csv", onchange: () => take(input.files)});
  const chosen = h("div", {class: "chosen"});
  const column = h("select", {id: "column", onchange: changed});
  const columnField = h("div", {class: "field", hidden: true}, h("label", {for: "column"}, "Column with the text"), column);
  const drop = h("label", {class: "drop", for: "files"}, h("strong", {}, "Drop files here, or choose them"),
    h("span", {class: "soft"}, "JSON lines (input, and id if there is one), text, web pages or CSV"));
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, event => {
    event.preventDefault();
    drop.classList.add("over");
  });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, event => {
    event.preventDefault();
    drop.classList.remove("over");
  });
  drop.addEventListener("drop", event => take(event.dataTransfer.files));

  const keys = h("input", {id: "keys", placeholder: "title, venue, date, price", autocomplete: "off", oninput: changed});
  const schema = h("textarea", {id: "schema", class: "code", rows: 12, spellcheck: "false", oninput: changed, placeholder: '{"type": "object", "properties": {"title": {"type": "string"}}}'});
  const keysPart = h("div", {class: "field"}, h("label", {for: "keys"}, "Keys"), keys, h("p", {class: "hint"}, "They become a schema: an object with these keys, each a text or null."));
  const schemaPart = h("div", {class: "field", hidden: true}, h("label", {for: "schema"}, "JSON Schema"), schema);
  let bySchema = false;
  const tabs = h("div", {class: "tabs", role: "group", "aria-label": "What is wanted"}, ["Keys", "JSON Schema"].map((name, i) =>
    h("button", {type: "button", class: "tab", "aria-pressed": String(i === 0), onclick: event => {
      bySchema = i === 1;
      [...tabs.children].forEach(tab => tab.setAttribute("aria-pressed", String(tab === event.currentTarget)));
      keysPart.hidden = bySchema;
      schemaPart.hidden = !bySchema;
      changed();
    }}, name)));

  const model = h("select", {id: "model", onchange: changed}, h("option", {value: ""}, "The model that is there"));
  const tokens = h("input", {id: "tokens", inputmode: "numeric", value: "512", oninput: changed});
  const name = h("input", {id: "name", autocomplete: "off", placeholder: "optional", oninput: changed});
  const instruction = h("textarea", {id: "instruction", rows: 2, placeholder: "made from the keys", oninput: changed});
  const bad = h("input", {type: "checkbox", id: "bad", checked: true, onchange: changed});
  const report = h("div", {class: "report", "aria-live": "polite"});
  const check = button("Check and estimate", runCheck);
  const start = button("Start", runStart, {kind: "primary", disabled: true});

  put(root, heading("New extraction"),
    h("div", {class: "columns"},
      h("div", {},
        card("1 · Documents", input, drop, chosen, columnField),
        card("2 · What is wanted", tabs, keysPart, schemaPart)),
      h("div", {},
        card("3 · How",
          h("div", {class: "field"}, h("label", {for: "model"}, "Model or adapter"), model),
          h("div", {class: "field"}, h("label", {for: "name"}, "Name of the job"), name),
          h("div", {class: "field"}, h("label", {for: "tokens"}, "Most output tokens of a document"), tokens),
          h("div", {class: "field"}, h("label", {for: "instruction"}, "Instruction"), instruction),
          h("label", {class: "check"}, bad, "A document that cannot be used fails alone")),
        card("4 · Before it starts", report, h("div", {class: "actions"}, check, start)))));
  changed();

  once(signal, async () => {
    const [{models}, {adapters}, {aliases}] = await Promise.all([get("/api/v1/models", signal), get("/api/v1/adapters", signal), get("/api/v1/adapter-aliases", signal)]);
    const live = models.filter(each => each.live);
    add(model,
      live.length > 0 && h("optgroup", {label: "Models"}, live.map(each => h("option", {value: `model:${each.name}`}, each.name))),
      aliases.length > 0 && h("optgroup", {label: "Aliases"}, aliases.map(each => h("option", {value: `adapter:${each.alias}`}, `${each.alias} (${each.adapter})`))),
      adapters.length > 0 && h("optgroup", {label: "Adapters"}, adapters.map(each => h("option", {value: `adapter:${each.adapter}`}, each.adapter))));
    if (live.length === 0) put(report, h("p", {class: "soft"}, "No model is live: start a worker first."));
  }, complain);

  async function take(taken) {
    const mine = [...taken];
    files = mine;
    changed();
    const found = await columns(files);
    if (files !== mine) return;
    columnField.hidden = found.length === 0;
    put(column, h("option", {value: ""}, "input, text or body"), found.map(each => h("option", {value: each}, each)));
    put(chosen, files.slice(0, 5).map(file => h("p", {}, file.name, " ", h("span", {class: "soft"}, bytes(file.size)))),
      files.length > 5 && h("p", {class: "soft"}, `and ${files.length - 5} more`));
    changed();
  }

  /** What was checked is not what stands there any more. */
  function changed() {
    changes++;
    checked = null;
    start.disabled = true;
    const missing = files.length === 0 ? "Choose the documents." : (bySchema ? schema.value : keys.value).trim() === "" ? "Say what is wanted of them." : "";
    check.disabled = missing !== "";
    put(report, h("p", {class: "soft"}, missing || "The check says what becomes of the schema, and what the job will take. Nothing starts yet."));
  }

  async function body() {
    const options = {on_bad_item: bad.checked ? "record" : "refuse", max_output_tokens: Number(tokens.value)};
    if (bySchema) options.schema = JSON.parse(schema.value);
    else options.keys = keys.value.split(",").map(key => key.trim()).filter(key => key !== "");
    if (name.value.trim()) options.name = name.value.trim();
    if (instruction.value.trim()) options.instruction = instruction.value.trim();
    const [kind, ...rest] = model.value.split(":");
    if (kind) options[kind] = rest.join(":");
    const {parts} = await lines(files, column.value);
    return new Blob([JSON.stringify({options}), "\n", ...parts]);
  }

  async function runCheck() {
    const mine = changes;
    check.disabled = true;
    put(report, h("p", {class: "soft"}, "Counting …"));
    try {
      const prepared = await body();
      const estimate = await sendLines("/api/v1/extractions/estimate", prepared, {}, signal);
      if (mine !== changes) return;
      checked = {body: prepared, key: crypto.randomUUID?.() ?? String(Math.random())};
      put(report, told(estimate));
      start.disabled = false;
      start.focus();
    } catch (error) {
      if (error.name !== "AbortError" && mine === changes) put(report, problem(error));
    } finally {
      if (mine === changes) check.disabled = false;
    }
  }

  async function runStart() {
    if (checked === null) return;
    start.disabled = true;
    try {
      // The same key again is the same job: a lost answer starts nothing twice.
      const job = await sendLines("/api/v1/extractions", checked.body, {"Idempotency-Key": checked.key}, signal);
      location.hash = `#/jobs/${job.id}`;
    } catch (error) {
      if (error.name !== "AbortError") put(report, problem(error));
      start.disabled = checked === null;
    }
  }
}

function told(estimate) {
  const documents = figure("Documents");
  documents.set(count(estimate.items), estimate.distinct_items < estimate.items ? `${count(estimate.distinct_items)} distinct` : "all distinct");
  const tokens = figure("Tokens in");
  tokens.set(count(estimate.input_tokens.value), estimate.counted_items < estimate.items ? `${count(estimate.input_tokens.low)} to ${count(estimate.input_tokens.high)}` : "counted");
  const out = figure("Tokens out");
  out.set(count(estimate.output_tokens.value), estimate.output_tokens.source === "history" ? "as such jobs had" : `a guess: ${count(estimate.output_tokens.low)} to ${count(estimate.output_tokens.high)}`);
  const took = figure("Time");
  took.set(estimate.time.seconds === null || estimate.time.seconds === undefined ? "–" : duration(estimate.time.seconds), estimate.time.reason ?? `${plural(estimate.time.workers, "worker")} live`);
  const afterwards = estimate.admission.filter(line => line.treatment !== "enforced");
  return [figures(documents, tokens, out, took),
    estimate.costs.length > 0 && table("What it would cost elsewhere", [{name: "Elsewhere"}, {name: "Cost", class: "num"}], estimate.costs.map(cost => row(cost.name, cell("num", `${cost.cost} ${cost.currency}`)))),
    h("p", {}, afterwards.length === 0
      ? `All ${plural(estimate.admission.length, "keyword")} of the schema are kept while the model writes.`
      : `${plural(afterwards.length, "keyword")} of ${count(estimate.admission.length)} can only be checked afterwards:`),
    afterwards.length > 0 && table("Admission report", [{name: "Where"}, {name: "Keyword"}, {name: "What becomes of it"}], afterwards.map(line => row(h("code", {}, line.pointer || "/"), h("code", {}, line.keyword), h("span", {}, badge(line.treatment), " ", line.note)))),
    h("p", {class: "soft"}, `Made by ${estimate.model} ${estimate.quantization}.`)];
}
