// What may be written at a place of a rule file: keys and values by the JSON Schema of rule files, and everything that
// the rule set has given a name.

const PATTERNS = new Set(["pattern", "around", "before", "after", "also", "stops"]);
const EXAMPLES = new Set(["finds", "ignores", "todo"]);
const TESTS = {
  "word=": "so written", "lower=": "so written, in any case", "lemma=": "any form of the word", "shape=": "its form",
  "regex=": "the whole word matches", "lexicon=": "a row of that lexicon", "label=": "a mention with this label",
};
const SHAPES = ["lower", "capital", "upper", "mixed", "number", "ordinal", "mark", "initial", "word"];

const indentOf = (line) => line.match(/^ */)[0].length;
const KEY = /^( *)((?:- +)*)(?:([A-Za-z][\w-]*|"[^"]*"|'[^']*'):)?(?= |$)/;

/** The keys above a line, outermost first: ["rules", "-", "pattern"]; "-" is an item of a list. */
export function pathAbove(lines, number, indent) {
  const path = [];
  for (let at = number; at >= 0 && indent > 0; at -= 1) {
    const line = lines[at];
    if (!line.trim() || line.trimStart().startsWith("#")) continue;
    const found = KEY.exec(line);
    if (!found) continue;
    const [, blanks, dashes, key] = found;
    const column = blanks.length + dashes.length;
    if (key && column < indent) {
      path.unshift(key.replace(/^["']|["']$/g, ""));
      indent = column;
    }
    if (dashes && blanks.length < indent) {
      path.unshift("-");
      indent = blanks.length;
      // A list may stand at the column of its key.
      const above = lines.slice(0, at).reverse().find((each) => each.trim() && indentOf(each) <= indent && !each.trimStart().startsWith("-"));
      if (above && indentOf(above) === indent) { path.unshift(KEY.exec(above)?.[3] ?? ""); }
    }
  }
  return path;
}

function resolved(schema, root) {
  return schema && schema.$ref ? root.definitions[schema.$ref.split("/").pop()] : schema;
}

/** The schema of what stands at a path. */
export function schemaAt(root, path) {
  let here = root;
  for (const step of path) {
    here = resolved(here, root);
    if (!here) return null;
    const options = [here, ...(here.anyOf ?? [])].map((each) => resolved(each, root));
    const next = options.map((each) => (step === "-" ? each.items : each.properties?.[step] ?? (typeof each.additionalProperties === "object" ? each.additionalProperties : null)));
    here = next.find(Boolean);
  }
  here = resolved(here, root);
  return here && !here.properties && here.anyOf ? resolved(here.anyOf.find((each) => each.$ref), root) ?? here : here;
}

const option = (label, type, detail = "", info = "", apply = undefined) => ({ label, type, detail, info: info || undefined, apply });
const options = (labels, type, detail = "") => labels.map((label) => option(label, type, detail));

function values(key, path, schema, names) {
  const found = [];
  if (schema?.enum) found.push(...options(schema.enum, "enum"));
  if (schema?.items?.enum) found.push(...options(schema.items.enum, "enum"));
  if (schema?.type === "boolean") found.push(...options(["true", "false"], "keyword"));
  const types = Object.keys(names.types);
  const statuses = [...new Set(Object.values(names.types).flatMap((each) => each.statuses))];
  if (key === "emits") found.push(...options(types, "class", "event type"), ...options(names.labels, "type", "label"));
  if (key === "on") found.push(...options(types, "class", "event type"));
  if (["label", "again"].includes(key) || path[0] === "labels") found.push(...options(names.labels, "type", "label"));
  if (["gives", "status"].includes(key)) found.push(...options(statuses, "enum", "status"));
  if (["extends", "beats", "disable"].includes(key)) found.push(...options(path[0] === "cues" ? names.cues : names.rules, "function", "rule"));
  if (key === "imports") found.push(...options(names.sets, "namespace", "rule set"));
  return found;
}

function inPattern(before, names, roles) {
  const at = (pattern, list) => { const found = pattern.exec(before); return found && { length: found[1].length, list }; };
  return at(/@(\w*)$/, options(names.labels, "type", "label"))
    ?? at(/\$(\w*)$/, options(names.macros, "variable", "macro"))
    ?? at(/\[[^\]]*shape=(?:\w+\|)*(\w*)$/, options(SHAPES, "enum"))
    ?? at(/\[[^\]]*lexicon=(?:[\w-]+\|)*([\w-]*)$/, options(names.lexicons, "constant", "lexicon"))
    ?? at(/\[[^\]]*label=(?:\w+\|)*(\w*)$/, options(names.labels, "type", "label"))
    ?? at(/\[(?:[^\]]* )?!?(\w*)$/, Object.entries(TESTS).map(([label, detail]) => option(label, "property", detail)))
    ?? (before.match(/(?:^|[\s(|])(\w+)$/) ? at(/(\w+)$/, roles.map((role) => option(`${role}:`, "property", "role"))) : null);
}

function inExample(before, names, roles) {
  const found = /\[([\w.#]*)$/.exec(before);
  if (!found) return null;
  return { length: found[1].length, list: [...options(roles, "property", "role"), ...options(names.labels, "type", "label")] };
}

/** The roles of the event type that the rule around a line emits. */
function rolesNear(lines, number, names) {
  for (let at = number; at >= 0; at -= 1) {
    const emits = /^\s+(?:- )?emits: *(\w+)/.exec(lines[at]);
    if (emits) return names.types[emits[1]]?.roles ?? [];
    if (at < number && /^\s*- (rule|cue):/.test(lines[at])) break;
  }
  return [];
}

const RULE = (type) => `rule: new-rule
    emits: ${type}
    why: What it is for, and what it must not take.
    pattern: |
      trigger:words
    finds:
      - "[trigger words]"
      - "[trigger words]"
    ignores:
      - "Nothing."`;

/** What the editor may offer at a place: {from, options}, or null. */
export function completions(text, position, schema, names) {
  const lines = text.slice(0, position).split("\n");
  const number = lines.length - 1;
  const line = lines[number];
  const result = (length, list) => (list.length ? { from: position - length, options: list } : null);
  const roles = rolesNear(lines, number, names);

  const written = KEY.exec(line);
  const ownKey = written?.[3];
  const indent = written ? written[1].length + written[2].length : indentOf(line);
  const path = pathAbove(lines.slice(0, number), number - 1, indent || indentOf(line));
  if (written?.[2] && path[path.length - 1] !== "-") path.push("-");
  const holder = ownKey ?? [...path].reverse().find((each) => each !== "-");
  const whole = ownKey ? [...path, ownKey] : path;
  const isRole = whole[0] === "rules" && whole.at(-2) === "roles";
  if (path[0] === "macros" || PATTERNS.has(holder) || isRole) {
    const found = inPattern(line, names, isRole && !ownKey ? [] : roles);
    if (found?.list.length) return result(found.length, found.list);
    if (!isRole) return null;
  }
  if (EXAMPLES.has(holder)) {
    const found = inExample(line, names, roles);
    return found && result(found.length, found.list);
  }
  const typed = /([\w-]*)$/.exec(line)[1];
  if (ownKey) return result(typed.length, values(ownKey, whole, schemaAt(schema, whole), names));
  const here = schemaAt(schema, path);
  const list = [];
  if (here?.properties) {
    list.push(...Object.entries(here.properties).map(([key, each]) => option(key, "property", "", resolved(each, schema).description ?? "", `${key}: `)));
    if (path.length === 2 && path[0] === "rules" && written[2]) list.push(option("rule: … (a whole rule)", "text", "template", "", RULE(Object.keys(names.types)[0] ?? "Label")));
  } else {
    list.push(...values(holder, path, here, names));
  }
  return result(typed.length, list);
}
