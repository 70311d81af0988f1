// One result: its text with every value marked where it stands, how sure the model was, and what made it.

import {h, put, isTyping} from "../core/dom.js";
import {getResult} from "../core/api.js";
import {once} from "../core/live.js";
import {count, plural, words} from "../core/format.js";
import {badge, button, buttonLink, card, heading, link, problem, tell, when} from "../parts/common.js";
import {connect, source} from "../parts/highlight.js";
import {values} from "../parts/values.js";

export function itemPage({root, parameters: [job, position], signal, title}) {
  const at = Number(position);
  let items = Infinity; // until it is known
  once(signal, show, error => put(root, heading("Result"), problem(error), buttonLink("To the job", `#/jobs/${job}`)));

  async function show() {
    const item = await getResult(`/api/v1/extractions/${job}/items/${at}`, signal);
    items = item.items;
    title(item.id);
    const text = source(item.input, item.evidence);
    const list = item.output === undefined ? null : values(item.output, item.evidence);
    put(root,
      heading(item.id, {
        sub: h("span", {}, link("The job", `#/jobs/${job}`), ` · item ${count(at + 1)} of ${count(item.items)}`, item.recorded_at && [" · recorded ", when(item.recorded_at)], item.decision && [" ", badge(item.decision)]),
        actions: [
          button("Previous", () => step(-1), {key: "k", disabled: at === 0}),
          button("Next", () => step(1), {key: "j", disabled: at + 1 >= items}),
          item.output !== undefined && buttonLink("Correct", `#/review/${job}?position=${at}`, "primary"),
        ].filter(Boolean),
      }),
      item.error && h("div", {class: "problem"}, h("p", {}, h("strong", {}, words(item.error.code)), ": ", item.error.message)),
      h("div", {class: "columns wide-left"},
        card("Text", item.input === "" ? h("p", {class: "soft"}, "The text of an item that could not be taken in is not kept.") : text,
          legend(item.evidence)),
        h("div", {},
          list && card("Result", list, item.truncated && h("p", {class: "soft"}, "It was closed early: the most output tokens were reached.")),
          !list && !item.error && card("Result", h("p", {class: "soft"}, "Not yet: this item has not ended.")),
          item.made_by && card("Made by", h("dl", {class: "facts"},
            Object.entries({
              Model: `${item.made_by.model} ${item.made_by.quantization}`,
              Adapter: item.made_by.adapter ?? "none",
              Schema: item.made_by.schema,
              Prompt: item.made_by.prompt,
              Took: `${plural(item.usage.input_tokens, "token")} in, ${count(item.usage.output_tokens)} out, ${plural(item.usage.steps, "step")}, ${item.usage.seconds.toFixed(2)} s`,
            }).map(([name, told]) => [h("dt", {}, name), h("dd", {class: "hash"}, told)]))),
          h("details", {class: "card"}, h("summary", {}, "Instruction and JSON"), h("p", {}, item.instruction),
            item.output !== undefined && h("pre", {class: "code", tabindex: "0"}, JSON.stringify(item.output, null, 2))))));
    if (list) connect(list, text);
  }

  function step(by) {
    if (at + by < 0) tell("This is the first item of the job.");
    else if (at + by >= items) tell("This is the last item of the job.");
    else location.hash = `#/jobs/${job}/items/${at + by}`;
  }
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || isTyping(event) || event.ctrlKey || event.metaKey) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  }, {signal});
}

export function legend(evidence) {
  return h("p", {class: "legend-sure"}, "How sure the model was: ",
    h("span", {class: "sure high"}, "90 % and more"), " ", h("span", {class: "sure middle"}, "70 % and more"), " ", h("span", {class: "sure low"}, "less"), evidence?.calibrated ? " (calibrated on held-out rows)" : "");
}
