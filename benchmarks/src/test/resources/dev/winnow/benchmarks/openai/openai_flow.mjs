// What a team that moves from OpenAI does, with OpenAI's own client; OPENAI_BASE_URL and OPENAI_API_KEY say where.

import assert from "node:assert/strict";
import OpenAI, { toFile } from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";

const MODEL = process.argv[2];
const ENDPOINT = "/v1/chat/completions";
const client = new OpenAI();

const Listing = z.object({
  title: z.string(),
  venue: z.string().nullable(),
  price: z.int().min(0).max(1000).nullable(),
});

const Ticket = z.object({ title: z.string().max(24), price: z.int().min(0).max(99) });

const ASKED = {
  model: MODEL,
  max_tokens: 96,
  messages: [{ role: "user", content: "As JSON: night 3 at the Harbour Loft, 13 francs." }],
  response_format: zodResponseFormat(Ticket, "ticket"),
};

async function online() {
  const parsed = await client.chat.completions.parse(ASKED);
  assert.equal(typeof parsed.choices[0].message.parsed.title, "string");
  const whole = await client.chat.completions.create(ASKED);
  assert.ok(whole._request_id.startsWith("req_"));

  let text = "";
  let usage;
  for await (const chunk of await client.chat.completions.create({
    ...ASKED,
    stream: true,
    stream_options: { include_usage: true },
  })) {
    text += chunk.choices[0]?.delta.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, whole.choices[0].message.content);
  assert.deepEqual(usage, whole.usage);

  const runner = client.chat.completions.stream(ASKED);
  let deltas = 0;
  runner.on("content.delta", () => deltas++);
  const last = await runner.finalChatCompletion();
  assert.equal(typeof last.choices[0].message.parsed.price, "number");
  assert.ok(deltas > 1);

  await assert.rejects(
    client.chat.completions.create({ ...ASKED, stop: ["}"] }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === "stop",
  );
}

function line(number, changes = {}) {
  const body = {
    model: MODEL,
    max_tokens: 64,
    messages: [{ role: "user", content: `As JSON: night ${number} at the Harbour Loft, ${10 + number} francs.` }],
    response_format: zodResponseFormat(Listing, "listing"),
    ...changes,
  };
  return JSON.stringify({ custom_id: `listing-${number}`, method: "POST", url: ENDPOINT, body });
}

async function fineTuning() {
  const [job] = (await client.fineTuning.jobs.list({ limit: 20 })).data.filter((each) => each.status === "succeeded");
  const events = [];
  for await (const event of client.fineTuning.jobs.listEvents(job.id, { limit: 2 })) events.push(event);
  assert.ok(events.length >= 6);
  const checkpoints = await client.fineTuning.jobs.checkpoints.list(job.id);
  assert.equal(checkpoints.data[0].fine_tuned_model_checkpoint, job.fine_tuned_model);
  await assert.rejects(client.fineTuning.jobs.cancel(job.id), OpenAI.ConflictError);
}

async function batchOf(...lines) {
  const file = await client.files.create({
    file: await toFile(Buffer.from(lines.join("\n")), "listings.jsonl"),
    purpose: "batch",
  });
  return client.batches.create({ input_file_id: file.id, endpoint: ENDPOINT, completion_window: "24h" });
}

async function wait(batch, end) {
  for (let i = 0; i < 600; i++) {
    const now = await client.batches.retrieve(batch.id);
    if (now.status === end) return now;
    assert.ok(["validating", "in_progress", "finalizing", "cancelling"].includes(now.status), JSON.stringify(now));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.fail(`too slow: ${batch.id}`);
}

async function lines(id) {
  const text = await (await client.files.content(id)).text();
  return text.trimEnd().split("\n").map((each) => JSON.parse(each));
}

async function structuredOutput() {
  const batch = await wait(await batchOf(line(0), line(1), line(2, { n: 2 })), "completed");
  assert.deepEqual(batch.request_counts, { total: 3, completed: 2, failed: 1 });
  const answers = await lines(batch.output_file_id);
  assert.deepEqual(answers.map((answer) => answer.custom_id), ["listing-0", "listing-1"]);
  for (const answer of answers) {
    Listing.parse(JSON.parse(answer.response.body.choices[0].message.content));
  }
  const [error] = await lines(batch.error_file_id);
  assert.equal(error.response.body.error.param, "n");
}

async function pages() {
  const seen = [];
  for await (const file of client.files.list({ limit: 1 })) seen.push(file.id);
  assert.ok(seen.length >= 3);
  assert.equal(new Set(seen).size, seen.length);
  const batches = [];
  for await (const batch of client.batches.list({ limit: 1 })) batches.push(batch.id);
  assert.ok(batches.length >= 1);
}

async function errors() {
  await assert.rejects(client.models.retrieve("gpt-4o"), OpenAI.NotFoundError);
  await assert.rejects(client.embeddings.create({ model: MODEL, input: "x" }), OpenAI.NotFoundError);
  await assert.rejects(new OpenAI({ apiKey: "wk_nobody" }).models.list(), OpenAI.AuthenticationError);
  await assert.rejects(
    client.batches.create({ input_file_id: "file-17", endpoint: ENDPOINT, completion_window: "24h" }),
    (error) => error instanceof OpenAI.NotFoundError && error.code === "file_not_found" && error.requestID.length > 0,
  );
}

async function cancel() {
  const batch = await batchOf(...Array.from({ length: 100 }, (_, i) => line(i)));
  await client.batches.cancel(batch.id);
  const over = await wait(batch, "cancelled");
  assert.ok(over.cancelled_at >= over.cancelling_at);
}

for (const step of [online, structuredOutput, pages, errors, cancel, fineTuning]) {
  const started = performance.now();
  await step();
  console.log(`node ${step.name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
