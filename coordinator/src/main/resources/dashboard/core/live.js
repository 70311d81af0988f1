// What keeps a page up to date while somebody looks at it. A hidden tab asks for nothing and holds no connection: a
// browser has six for a host, and an event stream takes one.

import {service} from "./api.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;

/** Runs something now and every so many seconds, and at once when the tab is seen again or the service is back. */
export function every(seconds, signal, what) {
  let timer = 0;
  let running = false;
  const run = async () => {
    clearTimeout(timer);
    if (signal.aborted || running) return;
    running = true;
    try {
      await what();
    } catch (error) {
      if (error.name !== "AbortError" && !error.status && error.status !== 0) throw error;
    } finally {
      running = false;
      if (!signal.aborted && !document.hidden) timer = setTimeout(run, seconds * 1000);
    }
  };
  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : run(), {signal});
  service.addEventListener("recovered", run, {signal});
  signal.addEventListener("abort", () => clearTimeout(timer));
  run();
  return run;
}

/** Hears events; comes back after an end, later each time, unless it is told that there is nothing more to hear. */
export function listen(path, signal, {onEvent, isOver = () => false}) {
  let source = null;
  let timer = 0;
  let pause = FIRST_PAUSE;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    if (signal.aborted || document.hidden || isOver()) return;
    source = new EventSource(path);
    source.addEventListener("job", event => {
      pause = FIRST_PAUSE;
      onEvent(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      close();
      timer = setTimeout(open, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    });
  };
  document.addEventListener("visibilitychange", () => document.hidden ? close() : open(), {signal});
  service.addEventListener("recovered", open, {signal});
  signal.addEventListener("abort", close);
  open();
}
