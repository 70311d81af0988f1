// What keeps a page up to date while somebody looks at it. A hidden tab asks for nothing and holds no connection: a
// browser has six for a host, and an event stream takes one.

import {service} from "./api.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;

/**
 * Runs something now and every so many seconds, and at once when the tab is seen again or the service is back. It tells
 * the problem that there was, or null; not one that may pass by itself: the frame does. What is gone is asked for no more.
 */
export function every(seconds, signal, what, tell) {
  let timer = 0;
  let running = false;
  let gone = false;
  let notBefore = 0;
  const plan = pause => timer = setTimeout(run, Math.max(pause, notBefore - Date.now()));
  const run = async () => {
    clearTimeout(timer);
    if (signal.aborted || running || gone) return;
    if (Date.now() < notBefore) {
      plan(0);
      return;
    }
    running = true;
    try {
      await what();
      tell(null);
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === undefined) throw error;
      if (!error.passes) tell(error);
      gone = error.status === 404;
      notBefore = Date.now() + error.retryAfter * 1000;
    } finally {
      running = false;
      if (!signal.aborted && !gone && !document.hidden) plan(seconds * 1000);
    }
  };
  document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(timer) : run(), {signal});
  service.addEventListener("recovered", run, {signal});
  signal.addEventListener("abort", () => clearTimeout(timer));
  run();
  return run;
}

/** Does something once. What went wrong is told; if that may pass, it is done again as soon as the service is well. */
export async function once(signal, what, tell) {
  let broken = false;
  const run = async () => {
    broken = false;
    try {
      await what();
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === undefined) throw error;
      broken = error.passes;
      tell(error);
    }
  };
  service.addEventListener("well", () => broken && run(), {signal});
  await run();
}

/**
 * Hears events; comes back after an end, later each time, unless it is told that there is nothing more to hear. What
 * happened in between is not told again: onReturn is called for whoever has to look it up.
 */
export function listen(path, signal, {onEvent, onReturn = () => {}, isOver = () => false}) {
  let heard = false;
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
    source.addEventListener("open", () => {
      if (heard) onReturn();
      heard = true;
    });
    source.addEventListener("error", () => {
      service.dispatchEvent(new Event("trouble")); // perhaps more than the stream is away
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
