// Signing in with an API key.

import {h, put} from "../core/dom.js";
import {post} from "../core/api.js";
import {problem} from "../parts/common.js";

export function signInPage(onDone) {
  const field = h("input", {id: "key", type: "password", autocomplete: "current-password", spellcheck: "false", required: true, autofocus: true, placeholder: "wk_…"});
  const wrong = h("div", {});
  const send = h("button", {class: "button primary", type: "submit"}, "Sign in");
  const form = h("form", {class: "card", onsubmit: async event => {
    event.preventDefault();
    send.disabled = true;
    try {
      await post("/api/v1/session", {key: field.value});
      onDone();
    } catch (error) {
      put(wrong, problem(error));
      field.select();
    } finally {
      send.disabled = false;
    }
  }},
    h("input", {type: "text", name: "username", autocomplete: "username", value: "winnow", hidden: true}),
    h("label", {for: "key"}, "API key"), field, wrong, send,
    h("p", {class: "hint"}, "On this machine, ", h("code", {}, "./winnow dashboard"), " prints a key. In a cluster, ask whoever looks after it."));
  return h("main", {class: "alone"}, h("h1", {class: "brand"}, "Winnow"), h("p", {class: "sub"}, "Piles of text in, exact JSON out."), form);
}
