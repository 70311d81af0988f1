// A training begun from the page: rows from a file or a dataset that is there, a base, and the settings that matter.

import {h, put, add} from "../core/dom.js";
import {get, post, sendFile, withQuery} from "../core/api.js";
import {once} from "../core/live.js";
import {bytes, plural} from "../core/format.js";
import {button, buttonLink, card, complain, empty, heading, problem} from "../parts/common.js";

const TYPES = {zip: "application/zip", csv: "text/csv", jsonl: "application/x-ndjson", ndjson: "application/x-ndjson"};

export function trainPage({root, signal, who}) {
  if (!who.train) {
    put(root, heading("New training"), empty("This key may not train", "Sign in with a key that has the scope train."));
    return;
  }
  const field = (id, text, input, hint) => h("div", {class: "field"}, h("label", {for: id}, text), input, hint && h("p", {class: "hint"}, hint));
  const dataset = h("select", {id: "dataset", onchange: changed}, h("option", {value: ""}, "A file of mine"));
  const file = h("input", {id: "rows", type: "file", accept: ".zip,.jsonl,.ndjson,.csv", onchange: changed});
  const about = h("p", {class: "hint"});
  const held = h("input", {id: "held", inputmode: "numeric", value: "10", oninput: changed});
  const name = h("input", {id: "name", autocomplete: "off", spellcheck: "false", placeholder: "events", oninput: changed});
  const base = h("select", {id: "base"}, h("option", {value: ""}, "The model that is there"));
  const epochs = h("input", {id: "epochs", inputmode: "numeric", value: "1"});
  const rank = h("input", {id: "rank", inputmode: "numeric", value: "16"});
  const batch = h("input", {id: "batch", inputmode: "numeric", value: "4"});
  const method = h("select", {id: "method"}, h("option", {value: "lora"}, "LoRA: fastest"), h("option", {value: "qlora"}, "QLoRA: least memory"));
  const fileFields = [field("rows", "Rows", file, "JSON lines or CSV with input, output and perhaps instruction; or a ZIP of schema.json, train.jsonl and eval.jsonl."),
    field("held", "Held out, of 100 rows", held, "What is not trained on tells what the adapter is worth. A ZIP with eval.jsonl needs none.")];
  const start = button("Begin", begin, {kind: "primary"});
  const told = h("div", {"aria-live": "polite"});
  let busy = false;
  put(root, heading("New training", {sub: "Rows that you have make a small model exact.", actions: [buttonLink("All trainings", "#/training")]}),
    h("div", {class: "columns"},
      h("div", {}, card("1 · Rows", field("dataset", "Dataset", dataset), fileFields, about)),
      h("div", {}, card("2 · How", field("name", "Name of the adapter", name), field("base", "Base", base), field("method", "Method", method),
        field("epochs", "Epochs", epochs), field("rank", "Rank", rank), field("batch", "Rows of a step", batch)),
      card("3 · Begin", told, h("div", {class: "actions"}, start)))));
  changed();

  once(signal, async () => {
    const [{datasets}, {models}] = await Promise.all([get("/api/v1/datasets", signal), get("/api/v1/models", signal)]);
    add(dataset, datasets.map(each => h("option", {value: each.dataset}, `${each.dataset}: ${plural(each.train_rows, "row")}, ${each.held_out_rows} held out`)));
    add(base, models.filter(each => each.live).map(each => h("option", {value: each.name}, each.name)));
  }, complain);

  function changed() {
    if (busy) return;
    const own = dataset.value === "";
    for (const part of fileFields) part.hidden = !own;
    held.disabled = zipped();
    about.textContent = own && file.files[0] ? `${file.files[0].name}, ${bytes(file.files[0].size)}` : "";
    start.disabled = own && (file.files.length === 0 || name.value.trim() === "");
    put(told, start.disabled && h("p", {class: "soft"}, file.files.length === 0 ? "Choose the rows." : "Name the adapter: the dataset takes that name too."));
  }

  function zipped() {
    return file.files[0]?.name.toLowerCase().endsWith(".zip") ?? false;
  }

  async function begin() {
    busy = true;
    start.disabled = true;
    try {
      put(told, h("p", {class: "soft"}, "Reading the rows …"));
      const rows = dataset.value || (await imported()).dataset;
      const order = {dataset: rows, method: method.value, epochs: Number(epochs.value), rank: Number(rank.value), alpha: 2 * Number(rank.value), batch: Number(batch.value)};
      if (name.value.trim()) order.name = name.value.trim();
      if (base.value) order.base = base.value;
      const training = await post("/api/v1/trainings", order, signal);
      location.hash = `#/training/${training.id}`;
    } catch (error) {
      busy = false;
      start.disabled = false;
      if (error.name !== "AbortError") put(told, problem(error));
    }
  }

  function imported() {
    const chosen = file.files[0];
    const type = TYPES[chosen.name.split(".").pop().toLowerCase()] ?? "application/x-ndjson";
    return sendFile(withQuery("/api/v1/datasets", {name: name.value.trim(), held_out_percent: zipped() ? "" : held.value.trim()}), chosen, type, signal);
  }
}
