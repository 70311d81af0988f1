// The REST interface, as any client uses it; the session's cookie is the key.

import {parseResult} from "./written.js";

// A coordinator that takes connections and answers nothing would keep a page waiting for ever.
const ANSWER_MILLIS = 60_000;

/**
 * Tells "signed-out"; "trouble" when the service is away; "recovered" when all see that it is back, and "well" also when
 * it was away for one request only.
 */
export const service = new EventTarget();

/** What went wrong, in the service's own words. Status 0: it could not be reached. */
export class Problem extends Error {
  constructor(status, said, retryAfter = 0) {
    super(said.detail ?? said.title ?? `the service answered ${status}`);
    this.status = status;
    this.code = said.code ?? "";
    this.remedy = said.remedy ?? "";
    this.pointer = said.pointer ?? "";
    this.said = said;
    this.retryAfter = retryAfter; // seconds
  }
  /** Whether it may pass by itself. */
  get passes() {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export const get = (path, signal) => call("GET", path, undefined, signal);
/** A result, with numbers as they are written. */
export const getResult = (path, signal) => call("GET", path, undefined, signal, {}, parseResult);
export const post = (path, body, signal) => call("POST", path, body, signal);
export const put = (path, body, signal) => call("PUT", path, body, signal);
export const remove = (path, signal) => call("DELETE", path, undefined, signal);

/** Sends lines of any length, from a file as it lies on the disk. */
export const sendLines = (path, lines, headers, signal) =>
  call("POST", path, lines, signal, {"Content-Type": "application/x-ndjson", ...headers});

/** Sends a file as it lies on the disk. */
export const sendFile = (path, file, type, signal) => call("POST", path, file, signal, {"Content-Type": type});
/** Objects, one a line. */
export const getLines = (path, signal) =>
  call("GET", path, undefined, signal, {Accept: "application/x-ndjson"}, text => text.split("\n").filter(line => line !== "").map(line => JSON.parse(line)));

async function call(method, path, body, signal, headers = {}, read = JSON.parse) {
  const ends = [signal, method === "GET" && AbortSignal.timeout(ANSWER_MILLIS)].filter(Boolean);
  const request = {method, signal: ends.length > 0 ? AbortSignal.any(ends) : undefined, credentials: "same-origin", headers: {Accept: "application/json", "Winnow-Dashboard": "1", ...headers}};
  if (body instanceof Blob) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers["Content-Type"] = "application/json";
  }
  let response;
  let text;
  try {
    response = await fetch(path, request);
    text = await response.text();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw trouble(new Problem(0, {detail: "the coordinator cannot be reached", code: "away"}));
  }
  if (response.ok) return text === "" ? null : understood(text, read);
  const problem = new Problem(response.status, readable(text), Number(response.headers.get("Retry-After")) || 0);
  if (response.status === 401 && path !== "/api/v1/session") service.dispatchEvent(new Event("signed-out"));
  throw problem.passes ? trouble(problem) : problem;
}

function understood(text, read) {
  try {
    return read(text);
  } catch {
    throw trouble(new Problem(502, {detail: "what came is no answer of Winnow's", code: "unreadable"}));
  }
}

function readable(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function trouble(problem) {
  service.dispatchEvent(new CustomEvent("trouble", {detail: problem}));
  return problem;
}

/** A path with the parameters that have a value. */
export function withQuery(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, value);
  }
  return query.size ? `${path}?${query}` : path;
}
