// Lines over time, drawn small and without a library.

import {svg, h} from "../core/dom.js";

const WIDTH = 640;

/**
 * A chart of one or more lines. series: [{name, tone, points: [[x, y], ...]}]; told: what it shows, in words.
 * Labels are the least and most of both axes.
 */
export function lines(series, told, {height = 200, y = String, x = String, fromZero = true} = {}) {
  const shown = series.filter(each => each.points.length > 0);
  const all = shown.flatMap(each => each.points);
  if (all.length === 0) return h("div", {class: "chart-empty", style: {height: `${height}px`}}, "Nothing yet");
  const left = Math.min(...all.map(point => point[0]));
  const right = Math.max(...all.map(point => point[0]), left + 1e-9);
  const bottom = fromZero ? 0 : Math.min(...all.map(point => point[1]));
  const highest = Math.max(...all.map(point => point[1]));
  const top = highest > bottom ? highest : bottom + 1;
  const place = ([px, py]) => `${((px - left) / (right - left) * WIDTH).toFixed(1)},${((1 - (py - bottom) / (top - bottom)) * (height - 8) + 4).toFixed(1)}`;
  const drawing = svg("svg", {viewBox: `0 0 ${WIDTH} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": told, class: "chart"},
    [0.25, 0.5, 0.75].map(part => svg("line", {x1: 0, x2: WIDTH, y1: part * height, y2: part * height, class: "grid"})),
    shown.map(each => svg("polyline", {points: each.points.map(place).join(" "), class: `line ${each.tone}`})));
  return h("figure", {class: "chart-figure"},
    h("div", {class: "chart-y"}, h("span", {}, y(top)), h("span", {}, y(bottom))),
    h("div", {class: "chart-box", style: {height: `${height}px`}}, drawing),
    h("div", {class: "chart-x"}, h("span", {}, x(left)), h("span", {}, x(right))),
    series.length > 1 && h("figcaption", {class: "legend"}, shown.map(each => h("span", {class: each.tone}, each.name))));
}

/** A series that keeps its last points and draws itself anew. */
export function rolling(most, options) {
  const points = [];
  const element = h("div", {});
  return {element, push(value, told) {
    points.push([Date.now() / 1000, value]);
    if (points.length > most) points.shift();
    const first = points[0][0];
    element.replaceChildren(lines([{name: "", tone: "main", points: points.map(([at, each]) => [at - first, each])}], told, options));
  }};
}
