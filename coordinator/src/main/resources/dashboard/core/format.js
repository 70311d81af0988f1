// Numbers, times and names as people read them.

const whole = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});
const cents = new Intl.NumberFormat("en", {minimumFractionDigits: 2, maximumFractionDigits: 2});
const moment = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "short"});

export const count = value => whole.format(value);
export const short = value => value < 10000 ? whole.format(value) : compact.format(value);
export const plural = (value, one, many = one + "s") => `${count(value)} ${value === 1 ? one : many}`;
export const time = value => moment.format(new Date(value));

/** A rate: 0.61, 12.4, 1,240. */
export function rate(value) {
  if (!value) return "0";
  return value < 1 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : whole.format(Math.round(value));
}

export function percent(share, digits = 0) {
  return `${(share * 100).toFixed(digits)} %`;
}

/** An amount with its currency's name, which may be any. */
export function money(value, currency) {
  return value > 0 && value < 0.01 ? `under 0.01 ${currency}` : `${cents.format(value)} ${currency}`;
}

/** A duration by its two largest units: 3 h 12 min. */
export function duration(seconds) {
  if (seconds === undefined || seconds === null || !isFinite(seconds)) return "–";
  if (seconds < 1) return "under 1 s";
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes < 10 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago: 3 min ago. */
export function ago(value, now = Date.now()) {
  const seconds = (now - new Date(value).getTime()) / 1000;
  if (seconds < 5) return "just now";
  if (seconds < 90) return `${Math.round(seconds)} s ago`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 129600) return `${Math.round(seconds / 3600)} h ago`;
  return `${Math.round(seconds / 86400)} d ago`;
}

export function bytes(value) {
  if (value < 1024) return `${value} B`;
  const units = ["KiB", "MiB", "GiB"];
  let size = value / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** How a value is shown: quotes only where they tell something. */
export function value(content) {
  if (content === null) return "null";
  return typeof content === "string" ? content : JSON.stringify(content);
}

/** A job's name, or the beginning of its id. */
export const jobName = job => job.name ?? `job ${job.id.slice(0, 8)}`;

/** "worker_lost" is told as "worker lost". */
export const words = code => code.replaceAll("_", " ");

/** A change of a score. */
export const signed = number => `${number > 0 ? "+" : ""}${number.toFixed(3)}`;
