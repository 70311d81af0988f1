// Files that somebody dropped, as lines of items. JSON lines go as they lie on the disk, however long they are; others
// are one item each, or one item a row.

const PAGES = /\.html?$/i;
const LINES = /\.(jsonl|ndjson)$/i;
const TABLE = /\.csv$/i;

/** Parts of a request's body, and what there is. Throws with what is wrong. */
export async function lines(files, column) {
  const parts = [];
  let items = 0;
  let unknown = false;
  for (const file of files) {
    if (LINES.test(file.name)) {
      parts.push(file, "\n");
      unknown = true;
    } else if (TABLE.test(file.name)) {
      const rows = parseTable(await file.text());
      const at = columnOf(rows, column, file.name);
      for (const row of rows.slice(1)) {
        parts.push(JSON.stringify({input: row[at] ?? ""}), "\n");
        items++;
      }
    } else {
      const text = await file.text();
      parts.push(JSON.stringify(PAGES.test(file.name) ? {id: file.name, html: text} : {id: file.name, input: text}), "\n");
      items++;
    }
  }
  return {parts, items: unknown ? null : items};
}

/** The columns of the first table among files, to choose from. */
export async function columns(files) {
  const table = files.find(file => TABLE.test(file.name));
  return table ? parseTable(await table.slice(0, 65536).text())[0] ?? [] : [];
}

function columnOf(rows, column, name) {
  const at = column ? rows[0].indexOf(column) : rows[0].findIndex(each => /^(input|text|body|content|html)$/i.test(each.trim()));
  if (at < 0) throw new Error(`${name} has no column ${column ? `“${column}”` : "input, text, body or content"}: choose one of ${rows[0].join(", ")}`);
  return at;
}

/** RFC 4180: quotes double within quotes, line breaks may stand in them. */
export function parseTable(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    rows.at(-1).push(cell);
    cell = "";
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === ",") endCell();
    else if (sign === "\n") {
      endCell();
      rows.push([]);
    } else if (sign !== "\r") cell += sign;
  }
  endCell();
  return rows.filter(row => row.length > 1 || row[0] !== "");
}
