// Run in the page that is open, by DashboardTest: parts that no model can be brought to try in each of their cases.

const base = document.querySelector("script[type=module]").src.replace(/app\.js$/, "");
const [{Problem}, {h, redraw}, {every}, {parseResult, same}, {form}, {source, connect}, {values}] = await Promise.all(
  ["core/api.js", "core/dom.js", "core/live.js", "core/written.js", "parts/form.js", "parts/highlight.js", "parts/values.js"].map(name => import(base + name)));
const failed = [];
const check = (told, is, wanted) => {
  if (is !== wanted) failed.push(`${told}: ${is} instead of ${wanted}`);
};
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

// A correction.
const output = String.raw`{"price":12.50,"id":9007199254740993,"kind":"zz","note":"a\r\nb","rows":[1.0,{"x":1e3}]}`;
const result = parseResult(`{"output":${output},"schema":{"type":"object","properties":{"price":{"type":"number"},"id":{"type":"integer"},
  "kind":{"enum":["a","b"]},"note":{"type":["string","null"]},"rows":{"type":"array"},"more":{"type":"string"},"constructor":{"type":"integer"}}}}`);
const fields = form(result.schema, result.output, {});
check("nothing is changed", JSON.stringify(fields.read()), output);
check("nothing is changed", same(fields.read(), result.output), true);
fields.element.querySelector("[data-pointer='/price'] input").value = "5.00";
fields.element.querySelector("[data-pointer='/kind'] select").selectedIndex = 2;
check("two are changed", JSON.stringify(fields.read()), output.replace("12.50", "5.00").replace("zz", "b"));
check("two are changed", same(fields.read(), result.output), false);

// A key with a space.
const text = source("Harbour Loft", {spans: {"/the venue": [0, 7]}});
const list = values({"the venue": "Harbour"}, {});
connect(list, text);
list.querySelector("button").dispatchEvent(new Event("mouseover", {bubbles: true}));
check("the place of a value", text.querySelector("mark.lit")?.textContent, "Harbour");

// What is drawn anew.
const part = h("div", {});
document.body.append(part);
const draw = number => redraw(part, number, () => h("div", {"data-key": "one"}, h("details", {}, h("summary", {}, "More"), number), h("button", {}, number)));
draw(1);
part.querySelector("details").open = true;
part.querySelector("button").focus();
const before = part.firstChild;
draw(1);
check("the same is not drawn anew", part.firstChild, before);
draw(2);
check("another is", part.querySelector("button").textContent, "2");
check("what is open", part.querySelector("details").open, true);
check("the keyboard's place", document.activeElement, part.querySelector("button"));
part.remove();

// What is asked for again and again.
const over = new AbortController();
const asked = {};
for (const [status, retryAfter] of [[404, 0], [429, 60], [500, 0]]) {
  asked[status] = {calls: 0, told: null};
  every(0.01, over.signal, async () => {
    asked[status].calls++;
    throw new Problem(status, {}, retryAfter);
  }, problem => asked[status].told = problem.status);
}
await pause(100);
over.abort();
check("what is gone", asked[404].calls, 1);
check("who is to wait", asked[429].calls, 1);
check("what fails", asked[500].calls > 1, true);
for (const status of [404, 429, 500]) check("it is told", asked[status].told, status);
return failed;
