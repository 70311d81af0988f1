// The workers.

import {h, put, redraw} from "../core/dom.js";
import {get, post} from "../core/api.js";
import {every} from "../core/live.js";
import {bytes, count, rate} from "../core/format.js";
import {above, attempt, badge, button, card, cell, confirm, empty, figure, figures, heading, keyed, row, table, when} from "../parts/common.js";

export function fleetPage({root, signal, who}) {
  const live = figure("Live workers");
  const slots = figure("Documents at once");
  const speed = figure("Tokens a second");
  const list = h("div", {});
  put(root, heading("Fleet"), figures(live, slots, speed), card("Workers", list));

  const refresh = every(3, signal, async () => {
    const {workers} = await get("/api/v1/workers", signal);
    const well = workers.filter(each => each.state === "live");
    const sum = name => well.reduce((total, each) => total + each[name], 0);
    live.set(count(well.length), well.length === workers.length ? "all that there are" : `of ${count(workers.length)}`);
    slots.set(count(sum("slots")), "slots of live workers");
    speed.set(rate(sum("tokens_per_second")), "written, as of the last heartbeats");
    redraw(list, workers, () => workers.length === 0
      ? empty("No workers", "Jobs wait until one comes: winnow up starts one on this machine.")
      : table("Workers", [{name: "Worker"}, {name: "State"}, {name: "Model"}, {name: "Slots", class: "num"}, {name: "Context", class: "num"}, {name: "Shards", class: "num"}, {name: "Tokens/s", class: "num"}, {name: "Memory", class: "num"}, {name: "Process", class: "num"}, {name: "Heard"}, {name: ""}],
        workers.map(each => keyed(each.name, row(h("strong", {}, each.name), badge(each.state), h("span", {}, each.model, " ", h("span", {class: "soft"}, each.quantization)),
          cell("num", count(each.slots)), cell("num", count(each.context_tokens)), cell("num", count(each.shards)), cell("num", rate(each.tokens_per_second)), memory(each), cell("num", String(each.pid)), when(each.last_seen), who.operator ? drain(each) : "")))));
  }, above(list));

  /** Resident memory of the process, and what its tensors may take of it, or of the card. */
  function memory(worker) {
    return cell("num", worker.resident_bytes === undefined ? "–" : bytes(worker.resident_bytes),
      worker.budget_bytes !== undefined && h("div", {class: "soft"}, `tensors up to ${bytes(worker.budget_bytes)}`));
  }

  function drain(worker) {
    const drained = worker.state === "draining";
    return button(drained ? "Let it work" : "Drain", async () => {
      if (!drained && !await confirm(`Drain ${worker.name}?`, "It takes no more work; what it has begun ends or goes back. Let it work again at any time.", "Drain", "primary")) return;
      await attempt(() => post(`/api/v1/workers/${encodeURIComponent(worker.name)}/${drained ? "undrain" : "drain"}`), drained ? `${worker.name} takes work again.` : `${worker.name} takes no more work.`);
      refresh();
    }, {kind: "small quiet"});
  }
}
