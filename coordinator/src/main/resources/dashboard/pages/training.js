// Trainings with their curves, evaluations as a leaderboard, schedules.

import {h, put, redraw} from "../core/dom.js";
import {get, post, put as store, withQuery} from "../core/api.js";
import {every} from "../core/live.js";
import {count, duration, percent, plural, rate, signed, time, words} from "../core/format.js";
import {above, attempt, badge, bar, button, buttonLink, card, cell, confirm, empty, figure, figures, heading, keyed, link, problem, row, table, when} from "../parts/common.js";
import {lines} from "../parts/chart.js";

const PAST = 20;
const ENDED = ["done", "failed", "cancelled"];

/** All trainings, evaluations and schedules. */
export function trainingsPage({root, signal, who}) {
  const trainings = h("div", {});
  const evaluations = h("div", {});
  const schedules = h("div", {});
  const past = h("div", {});
  put(root, heading("Training", {sub: "Rows that you have make a small model exact.", actions: who.train ? [buttonLink("New training", "#/training/new", "primary")] : []}));
  if (!who.train) {
    root.append(empty("This key may not train", "Sign in with a key that has the scope train."));
    return;
  }
  root.append(card("Trainings", trainings), card("Leaderboard", evaluations), card("Schedules", schedules, past));

  every(4, signal, async () => {
    const {trainings: all} = await get("/api/v1/trainings", signal);
    redraw(trainings, all, () => all.length === 0
      ? empty("No trainings yet", "Begin one here, or by winnow train --dataset rows.jsonl --schema schema.json --name events")
      : table("Trainings", [{name: "Adapter"}, {name: "State"}, {name: "Base"}, {name: "Data"}, {name: "Progress"}, {name: "Loss", class: "num"}, {name: "When"}],
        all.map(one => keyed(one.id, row(link(one.adapter ?? one.name, `#/training/${one.id}`), badge(one.state), one.base, one.dataset, steps(one), cell("num", loss(one.progress?.evaluation ?? one.progress?.loss)), when(one.created_at))))));
  }, above(trainings));
  every(6, signal, async () => {
    const {evaluations: all} = await get("/api/v1/evaluations", signal);
    redraw(evaluations, all.slice(0, 5), () => all.length === 0
      ? empty("No evaluations yet", "A training whose dataset has a schema and holds rows out ends with one.")
      : all.slice(0, 5).map(leaderboard));
  }, above(evaluations));
  const refresh = every(5, signal, async () => {
    const {schedules: all} = await get("/api/v1/schedules", signal);
    redraw(schedules, all, () => all.length === 0
      ? empty("No schedules", "winnow schedules create weekly --cron '0 3 * * SUN' --dataset events")
      : table("Schedules", [{name: "Schedule"}, {name: "State"}, {name: "When"}, {name: "Next runs"}, {name: "Last run"}, {name: ""}], all.map(one => keyed(one.name, scheduleRow(one)))));
  }, above(schedules));

  function decision(one, candidate) {
    const decide = (name, what, done) => button(name, () => attempt(async () => {
      await what();
      refresh();
    }, done), {kind: "quiet small"});
    const evaluation = one.last_run?.candidate === candidate && one.last_run.evaluation;
    return h("div", {class: "actions"}, h("span", {class: "soft"}, `${candidate} waits for you`),
      evaluation && buttonLink("Compare", `#/training/compare/${evaluation}`, "quiet small"),
      decide("Promote", () => store(`/api/v1/adapter-aliases/${encodeURIComponent(one.gate.promote)}`, {adapter: candidate}), `${one.gate.promote} stands for ${candidate} now.`),
      decide("Keep the champion", () => post(`/api/v1/schedules/${encodeURIComponent(one.name)}/keep?candidate=${encodeURIComponent(candidate)}`), "The champion stays."));
  }

  function scheduleRow(one) {
    const act = (name, what) => button(name, () => attempt(async () => {
      await post(`/api/v1/schedules/${encodeURIComponent(one.name)}/${what}`);
      refresh();
    }, `${one.name}: ${name.toLowerCase()}.`), {kind: "quiet small"});
    return row(h("strong", {}, one.name), badge(one.state), h("span", {}, h("code", {}, one.cron), " ", h("span", {class: "soft"}, one.zone)),
      one.next_runs.slice(0, 2).map(at => h("div", {}, at.replace("T", " "))),
      one.last_run ? h("span", {}, badge(one.last_run.state), " ", one.last_run.training ? link(one.last_run.candidate ?? "training", `#/training/${one.last_run.training}`) : one.last_run.code && words(one.last_run.code),
        one.last_run.champion && h("span", {class: "soft"}, ` against ${one.last_run.champion}`), one.waiting.map(candidate => decision(one, candidate))) : "–",
      h("div", {class: "actions"}, one.state === "paused" ? act("Resume", "resume") : act("Pause", "pause"), act("Run now", "run"),
        button("History", () => showPast(one.name), {kind: "quiet small", "aria-label": `History of ${one.name}`})));
  }

  async function showPast(name) {
    const answer = await attempt(() => get(`/api/v1/schedules/${encodeURIComponent(name)}/history`, signal));
    if (!answer) return;
    put(past, h("h3", {}, `Runs of ${name}`), answer.runs.length === 0 ? h("p", {class: "soft"}, "None yet.")
      : table(`Runs of ${name}`, [{name: "Planned for"}, {name: "State"}, {name: "Data"}, {name: "New rows", class: "num"}, {name: "Candidate"}, {name: "What came of it"}], answer.runs.slice(0, PAST).map(pastRow)));
  }
}

function pastRow(run) {
  return row(h("span", {}, when(run.planned_at), run.kind !== "planned" && h("span", {class: "soft"}, ` ${run.kind}`)), badge(run.state), run.dataset ?? "–",
    cell("num", run.new_rows === undefined || run.new_rows === null ? "–" : count(run.new_rows)),
    run.training ? h("span", {}, link(run.candidate ?? "training", `#/training/${run.training}`), run.champion && h("span", {class: "soft"}, ` against ${run.champion}`)) : "–",
    h("div", {}, run.code && h("p", {}, h("strong", {}, words(run.code)), run.detail && `: ${run.detail}`), run.judgement && judged(run)));
}

/** The gate's report: why, and which fields changed. */
function judged(run) {
  return [h("p", {}, `${words(run.judgement.outcome)}: ${signed(run.judgement.score.mean)}`, run.evaluation && [" · ", link("Compare", `#/training/compare/${run.evaluation}`)]),
    run.judgement.changed.length > 0 && h("p", {class: "soft"}, run.judgement.changed.map(field => `${field} ${signed(run.judgement.fields[field].mean)}`).join(", ")),
    run.judgement.reasons.map(reason => h("p", {class: "soft"}, reason))];
}

const loss = value => value === undefined || value === null ? "–" : value.toFixed(3);

function steps(one) {
  if (!one.progress) return "–";
  return `${count(one.progress.step)} of ${plural(one.progress.steps, "step")}`;
}

function leaderboard(one) {
  const scored = one.runs.filter(run => run.score);
  const best = scored[0]?.score.score;
  return h("div", {class: "board", "data-key": one.id},
    h("p", {class: "soft"}, `${one.dataset}, ${plural(one.rows, "held-out row")} · `, badge(one.state), " · ", when(one.created_at), scored.length > 1 && [" · ", link("Compare", `#/training/compare/${one.id}`)]),
    table(`Evaluation on ${one.dataset}`, [{name: "Rank", class: "num"}, {name: "Model"}, {name: "Adapter"}, {name: "Score", class: "num"}, {name: "Exact", class: "num"}, {name: "Valid", class: "num"}, {name: "s/document", class: "num"}],
      one.runs.map((run, i) => row(cell("num", run.score ? i + 1 : ""), run.model, run.adapter ?? h("span", {class: "soft"}, "base alone"),
        cell("num", run.score ? h("strong", {class: run.score.score === best ? "good-text" : ""}, run.score.score.toFixed(3)) : badge(run.state)),
        cell("num", run.score ? `${run.score.exact}/${run.score.rows}` : ""), cell("num", run.score ? `${run.score.valid}/${run.score.rows}` : ""), cell("num", run.score ? run.score.seconds_per_document.toFixed(2) : "")))),
    scored.length > 0 && h("details", {}, h("summary", {}, "By field"), table("By field", [{name: "Field"}, {name: "Scored by"}, ...scored.map(run => ({name: run.adapter ?? "base", class: "num"}))],
      scored[0].score.fields.map((field, i) => row(h("code", {}, field.field), words(field.rule), scored.map(run => cell("num", run.score.fields[i]?.score.toFixed(3) ?? "")))))));
}

/** One training: its curve, what it is made of, what came out. */
export function trainingPage({root, parameters: [id], signal, title}) {
  const path = `/api/v1/trainings/${id}`;
  const head = h("div", {});
  const step = figure("Steps");
  const current = figure("Loss");
  const heldOut = figure("Held-out loss");
  const toGo = figure("To go");
  const progress = bar([], "");
  const curve = h("div", {});
  const rounds = h("div", {});
  const settings = h("dl", {class: "facts"});
  const board = h("div", {});
  let one = null;
  let shown = "";
  let judged = false;
  const points = new Map(); // by step
  let latest = 0;
  // The steps that can still change are asked for again: the last, whose evaluation comes after its loss, and the last
  // round of nodes, which take its steps side by side.
  const known = () => latest - (one.rounds ? one.rounds.nodes * one.rounds.local_steps : 1);

  every(3, signal, async () => {
    if (shown === "ended") return;
    try {
      one = await get(path, signal);
    } catch (error) {
      if (one === null && error.name !== "AbortError" && !error.passes) put(root, heading("Training"), problem(error), buttonLink("All trainings", "#/training"));
      throw error;
    }
    if (shown === "") put(root, head, progress.element, figures(step, current, heldOut, toGo), card("Loss", curve), board, rounds,
      h("details", {class: "card"}, h("summary", {}, "Settings"), settings));
    show();
    const {losses: fresh} = await get(withQuery(`${path}/losses`, {after: points.size > 0 ? known() : null}), signal);
    for (const each of fresh) points.set(each.step, each);
    const losses = [...points.values()].sort((a, b) => a.step - b.step);
    latest = losses.at(-1)?.step ?? 0;
    redraw(curve, [losses.length, fresh], () => lines([
      {name: "Loss of each step", tone: "main", points: losses.filter(each => each.loss !== null && each.loss !== undefined).map(each => [each.step, each.loss])},
      {name: "Held-out rows", tone: "second", points: losses.filter(each => each.evaluation !== null && each.evaluation !== undefined).map(each => [each.step, each.evaluation])},
    ], `Loss over ${plural(losses.length, "step")}`, {y: value => value.toFixed(2), x: value => `step ${Math.round(value)}`}));
    if (one.evaluation) {
      const found = await get(`/api/v1/evaluations/${one.evaluation}`, signal);
      redraw(board, found, () => card("What it has right", leaderboard(found)));
      judged = Boolean(found.ended_at);
    }
    // One that is to be evaluated has an evaluation a moment after its end.
    const wait = one.state === "done" && one.evaluate_rows > 0 && !judged;
    shown = ENDED.includes(one.state) && !wait ? "ended" : "running";
  }, above(progress.element));

  function show() {
    title(one.adapter ?? one.name);
    redraw(head, [one.adapter, one.name, one.state, one.base, one.dataset, one.created_at, one.error], () => [heading(one.adapter ?? one.name, {
      sub: h("span", {}, badge(one.state), ` ${one.base} on ${one.dataset} · `, when(one.created_at)),
      actions: [
        !ENDED.includes(one.state) && button("Cancel", async () => {
          if (await confirm("Cancel this training?", "Its last checkpoint is kept: it can be resumed.", "Cancel the training")) await attempt(() => post(`${path}/cancel`));
        }, {kind: "danger"}),
        ["failed", "cancelled"].includes(one.state) && button("Resume", () => attempt(async () => {
          await post(`${path}/resume`);
          shown = "running";
        }, "It goes on from its last checkpoint."), {kind: "primary"}),
        one.adapter && buttonLink("Adapters", "#/adapters"),
      ].filter(Boolean)}),
    one.error && h("div", {class: "problem"}, h("p", {}, h("strong", {}, words(one.error.code)), ": ", one.error.message))]);
    const where = one.progress;
    const share = one.state === "done" ? 1 : where ? where.step / where.steps : 0;
    progress.set([{share, tone: one.state === "failed" ? "bad" : "good"}], `${percent(share)} of the steps`);
    step.set(where ? count(where.step) : "–", where ? `of ${count(where.steps)}` : "not begun");
    current.set(loss(where?.loss), where ? `${rate(where.tokens_per_second)} tokens/s` : "");
    heldOut.set(loss(where?.evaluation), `${plural(one.held_out_rows, "row")} held out`);
    toGo.call(ENDED.includes(one.state) ? "Took" : "To go");
    toGo.set(ENDED.includes(one.state) ? duration(one.worker_seconds) : duration(where?.eta_seconds), ENDED.includes(one.state) ? "of workers' time" : one.worker ? `on ${one.worker}` : "waits for a worker");
    redraw(rounds, one.rounds ?? null, () => one.rounds && roundsCard(one.rounds));
    redraw(settings, [one.train_rows, one.attempt, one.checkpoint_step, one.begun_at, one.ended_at, one.plan], () =>
      [["Dataset", `${one.dataset}, ${plural(one.train_rows, "row")}`], ["Attempt", String(one.attempt)], ["Last checkpoint", one.checkpoint_step ? `step ${one.checkpoint_step}` : "none"],
        ["Begun", one.begun_at ? time(one.begun_at) : "–"], ["Ended", one.ended_at ? time(one.ended_at) : "–"], ...Object.entries(one.plan).map(([name, told]) => [words(name), typeof told === "object" ? JSON.stringify(told) : String(told)])]
        .map(([name, told]) => [h("dt", {}, name), h("dd", {}, told)]));
  }
}

function roundsCard(rounds) {
  return card(`Round ${rounds.round} of ${rounds.rounds}, ${plural(rounds.nodes, "node")}`,
    rounds.pieces.length > 0 && table("Pieces of this round", [{name: "Part"}, {name: "State"}, {name: "Worker"}, {name: "Steps"}], rounds.pieces.map(piece =>
      row(piece.part ? String(piece.part) : "average", badge(piece.state), piece.worker ?? "–", steps(piece)))),
    rounds.residuals.length > 0 && h("p", {class: "soft"}, `Lost by averaging, of each round: ${rounds.residuals.map(each => percent(each, 1)).join(", ")}`),
    rounds.refusals.length > 0 && table("What was refused", [{name: "Round", class: "num"}, {name: "Worker"}, {name: "Why"}], rounds.refusals.map(each => row(cell("num", each.round), each.worker ?? "–", each.reason))));
}
