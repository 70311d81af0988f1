// Asks which alias is to stand for an adapter, and moves it.

import {h} from "../core/dom.js";
import {get, put as store} from "../core/api.js";
import {attempt, button} from "./common.js";

const USUAL = "champion";

/**
 * Lets the person choose the alias and says what it stands for now before it moves.
 *
 * @param adapter the version
 * @param named the aliases that there are: {alias, adapter}
 * @param done what follows once it has moved
 */
export function promote(adapter, named, done = () => {}) {
  const field = h("input", {id: "alias", value: USUAL, list: "aliases", autocomplete: "off", spellcheck: "false", required: true, oninput: () => say()});
  const told = h("p", {class: "soft", role: "status"});
  const move = h("button", {class: "button primary", type: "submit"});
  const alias = () => field.value.trim();
  function say() {
    const before = named.find(each => each.alias === alias())?.adapter;
    move.textContent = alias() === "" ? "Promote" : `Promote to ${alias()}`;
    move.disabled = alias() === "" || before === adapter;
    told.textContent = alias() === "" ? "Name an alias."
      : before === adapter ? `${alias()} stands for ${adapter} already.`
        : `${alias()} ${before ? `stands for ${before} now, and` : "is new, and"} will stand for ${adapter} at once, for jobs that are submitted afterwards. It can be ${before ? "rolled back" : "taken away"}.`;
  }
  const dialog = h("dialog", {"aria-labelledby": "promote-title"},
    h("form", {method: "dialog", onsubmit: async event => {
      event.preventDefault();
      const chosen = alias();
      const moved = await attempt(() => store(`/api/v1/adapter-aliases/${encodeURIComponent(chosen)}`, {adapter}), `${chosen} stands for ${adapter} now.`);
      if (moved) {
        dialog.close();
        done();
      }
    }},
      h("h2", {id: "promote-title"}, `Promote ${adapter}`), h("div", {class: "field"}, h("label", {for: "alias"}, "Alias that stands for it"), field),
      h("datalist", {id: "aliases"}, named.map(each => h("option", {value: each.alias}))), told,
      h("div", {class: "actions"}, button("Go back", () => dialog.close()), move)));
  say();
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}

/** The same where the aliases are not known yet. */
export async function promoteWith(adapter, signal) {
  const answer = await attempt(() => get("/api/v1/adapter-aliases", signal));
  if (answer && !signal.aborted) promote(adapter, answer.aliases);
}
