// Adapters with their cards, and the aliases that stand for them: promote, roll back.

import {h, put, redraw} from "../core/dom.js";
import {get, post} from "../core/api.js";
import {every} from "../core/live.js";
import {above, attempt, badge, button, card, cell, confirm, empty, heading, keyed, link, row, table, when} from "../parts/common.js";
import {details, summary} from "../parts/adaptercard.js";
import {promote} from "../parts/promote.js";

export function adaptersPage({root, signal, who}) {
  const aliases = h("div", {});
  const adapters = h("div", {class: "cards"});
  put(root, heading("Adapters", {sub: "A version never changes. An alias stands for one of them, and moves at once for jobs that are submitted afterwards."}),
    card("Aliases", aliases), adapters);

  let named = [];
  const refresh = every(8, signal, async () => {
    const [answer, {adapters: all}] = await Promise.all([get("/api/v1/adapter-aliases", signal), get("/api/v1/adapters", signal)]);
    named = answer.aliases;
    redraw(aliases, named, () => named.length === 0
      ? empty("No aliases", "Promote an adapter to give it one.")
      : table("Aliases", [{name: "Alias"}, {name: "Stands for"}, {name: "Since"}, {name: ""}], named.map(one => keyed(one.alias, row(h("strong", {}, one.alias), one.adapter, when(one.moved_at),
        who.train ? h("div", {class: "actions"}, button("Roll back", async () => {
          if (await confirm(`Roll ${one.alias} back?`, `It stands for ${one.adapter} now, and will stand for what it stood for before its last move. Jobs that are there keep theirs.`, "Roll back", "primary")) {
            const moved = await attempt(() => post(`/api/v1/adapter-aliases/${encodeURIComponent(one.alias)}/rollback`), "It is rolled back.");
            if (moved) refresh();
          }
        }, {kind: "small"}), button("History", () => history(one.alias), {kind: "quiet small"})) : "")))));
    redraw(adapters, all, () => all.length === 0
      ? empty("No adapters yet", "A training makes one, and PEFT folders can be imported: winnow adapters import.")
      : all.map(one => keyed(one.adapter, adapterCard(one))));
  }, above(adapters));

  function adapterCard(one) {
    const made = one.card.training;
    return h("section", {class: "card"},
      h("h2", {}, one.adapter, " ", one.aliases.map(alias => badge(alias))),
      summary(one), details(one),
      h("div", {class: "actions"}, who.train && button("Promote", () => promote(one.adapter, named, refresh), {kind: "primary small"}),
        h("a", {class: "button small", href: `/api/v1/adapters/${encodeURIComponent(one.adapter)}/files`, download: `${one.adapter}.zip`}, "Download"),
        made?.training && link("Its training", `#/training/${made.training}`)));
  }

  async function history(alias) {
    const answer = await attempt(() => get(`/api/v1/adapter-aliases/${encodeURIComponent(alias)}/moves`, signal));
    if (!answer) return;
    const dialog = h("dialog", {"aria-labelledby": "history-title"}, h("h2", {id: "history-title"}, `Where ${alias} has stood`),
      table("Moves", [{name: "To"}, {name: "From"}, {name: "When"}], answer.moves.map(move => row(move.to ?? "taken away", cell("soft", move.from ?? "new"), when(move.moved_at)))),
      h("div", {class: "actions"}, button("Close", () => dialog.close(), {autofocus: true})));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}
