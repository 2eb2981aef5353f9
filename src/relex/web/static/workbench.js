import {
  EditorState, EditorView, keymap, lineNumbers, highlightActiveLine, highlightActiveLineGutter, drawSelection, dropCursor,
  highlightSpecialChars, defaultKeymap, history, historyKeymap, undo, redo, undoDepth, redoDepth, HighlightStyle, syntaxHighlighting,
  indentOnInput, indentUnit, bracketMatching, foldGutter, foldKeymap, yaml, lintGutter, setDiagnostics, lintKeymap,
  autocompletion, completionKeymap, closeBrackets, closeBracketsKeymap, searchKeymap, highlightSelectionMatches, tags,
} from "./codemirror.min.js";
import { completions } from "./complete.js";

const CHECK_AFTER = 140; // milliseconds without a key
const COMPARED_AT_ONCE = 20; // articles
const $ = (id) => document.getElementById(id);
const all = (selector, where = document) => Array.from(where.querySelectorAll(selector));

// The only way in which text becomes HTML: what view.py has escaped. The page's policy refuses every other.
const html = (window.trustedTypes ?? { createPolicy: (_, rules) => rules }).createPolicy("relex", { createHTML: (escaped) => escaped });

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

const counted = (many, noun) => `${many} ${noun}${many === 1 ? "" : "s"}`;
// Characters as Python counts them, and as JavaScript does.
const points = (text) => Array.from(text).length;
const units = (text, many) => Array.from(text).slice(0, many).join("").length;

// Asking the server.

let token = new URLSearchParams(location.hash.slice(1)).get("token");
if (token) {
  sessionStorage.setItem("relex-token", token);
  window.history.replaceState(null, "", location.pathname); // so that the token stands in no bookmark
} else {
  token = sessionStorage.getItem("relex-token") ?? "";
}

const page = { window: String(Math.random()).slice(2), turn: 0 };
class Refused extends Error {}
class Superseded extends Error {}

async function ask(name, asking) {
  const request = asking === undefined
    ? { headers: { "x-relex-token": token } }
    : { method: "POST", headers: { "x-relex-token": token, "content-type": "application/json" }, body: JSON.stringify(asking) };
  let response;
  try {
    response = await fetch(`/api/${name}`, request);
  } catch {
    throw new Refused("relex serve does not answer; is it still running?");
  }
  if (response.ok) {
    const answer = await response.json();
    if (answer.superseded) throw new Superseded();
    return answer;
  }
  const said = await response.text();
  let told = said;
  try { told = JSON.parse(said).error ?? said; } catch { /* plain text */ }
  throw new Refused(told);
}

const asDrafts = (more = {}) => ({ drafts: drafts(), window: page.window, turn: page.turn, ...more });

let noted = ""; // what stays to be read until something is changed
function say(words, bad = false) {
  $("status").textContent = `${noted}${words}`;
  $("status").classList.toggle("bad", bad);
}

/** Run what may be refused or overtaken; say why it was refused. */
async function tried(what) {
  try {
    return await what();
  } catch (error) {
    if (error instanceof Superseded) return undefined;
    if (!(error instanceof Refused)) throw error;
    say(error.message, true);
    return undefined;
  }
}

// Files and the editor.

const files = new Map(); // name -> {state, saved, base, own}
const known = { names: { labels: [], types: {}, lexicons: [], rules: [], cues: [], macros: [], sets: [] }, owners: [], problems: [], usable: true };
let state = null; // what the server told when the page was opened
let current = "";
let view = null;

const style = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--k0)" },
  { tag: [tags.string, tags.special(tags.string), tags.content], color: "var(--ink)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.labelName, tags.meta, tags.typeName], color: "var(--k3)" },
  { tag: [tags.punctuation, tags.separator, tags.bracket, tags.squareBracket, tags.brace], color: "var(--k5)" },
]);
const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--code)", fontSize: "13.5px" },
  ".cm-content": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', caretColor: "var(--ink)", padding: "6px 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--on) 28%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "var(--line)", color: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--focus) 30%, transparent) !important" },
  ".cm-selectionMatch, .cm-matchingBracket": { backgroundColor: "color-mix(in srgb, var(--focus) 22%, transparent) !important" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--act)", color: "var(--on-act)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail": { color: "var(--on-act)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-completionInfo": { maxWidth: "20rem", backgroundColor: "var(--paper)" },
  ".cm-diagnostic": { padding: "4px 8px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" }, ".cm-diagnostic-warning": { borderLeftColor: "var(--doubt)" },
  ".cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)", borderColor: "var(--line)" },
  ".cm-panels button, .cm-panels input": { backgroundImage: "none", backgroundColor: "var(--paper)", color: "var(--ink)", minHeight: "1.8rem" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--card)", color: "var(--ink)", borderColor: "var(--edge)" },
});

function complete(context) {
  const typing = context.matchBefore(/[\w@$[=|.-]+$/);
  if (!typing && !context.explicit) return null;
  const found = completions(context.state.doc.toString(), context.pos, state.schema, known.names);
  return found && { ...found, validFor: /^[\w-]*$/ };
}

function editorState(name, text, own) {
  const isRules = /\.ya?ml$/.test(name);
  return EditorState.create({
    doc: text,
    extensions: [
      lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), dropCursor(),
      indentOnInput(), bracketMatching(), highlightSelectionMatches(), indentUnit.of("  "), EditorState.tabSize.of(isRules ? 2 : 16),
      syntaxHighlighting(style), look, lintGutter(), EditorView.cspNonce.of(document.querySelector("script[nonce]")?.nonce ?? ""),
      isRules ? [yaml(), foldGutter(), closeBrackets(), autocompletion({ override: [complete], icons: false })] : [],
      isRules ? EditorView.lineWrapping : [],
      EditorState.readOnly.of(!own),
      EditorView.contentAttributes.of({ "aria-label": `${name}${own ? "" : ", read only"}` }),
      keymap.of([
        { key: "Mod-s", run: () => { save(); return true; } },
        ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap, ...defaultKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed();
        if (update.selectionSet && !update.docChanged) showExamples();
      }),
    ],
  });
}

const textOf = (name) => (name === current && view ? view.state : files.get(name).state).doc.toString();
const isChanged = (name) => { const file = files.get(name); return file.own && (file.base === "" || textOf(name) !== file.saved); };
const changedFiles = () => Array.from(files.keys()).filter(isChanged);
const drafts = () => Object.fromEntries(changedFiles().map((name) => [name, textOf(name)]));

async function open(name, line = 0, column = 1) {
  if (!files.has(name)) {
    const told = await tried(() => ask("file", { name }));
    if (!told) return;
    files.set(name, { state: editorState(name, told.text, told.own), saved: told.text, base: told.base, own: told.own });
  }
  if (current !== name) {
    if (current) files.get(current).state = view.state;
    current = name;
    const file = files.get(name);
    if (view) view.setState(file.state);
    else view = new EditorView({ state: file.state, parent: $("editor") });
    const note = !file.own ? " read only: it belongs to a rule set that this one imports" : state.writable ? "" : " to try things only: these rules are not saved here";
    $("file").replaceChildren(name, element("small", {}, note));
  }
  if (line) {
    const row = view.state.doc.line(Math.min(line, view.state.doc.lines));
    const at = row.from + units(row.text, column - 1);
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
    view.focus();
  }
  showFiles();
  showProblems();
  buttons();
  await tried(refreshExamples);
}

function showFiles() {
  const worst = new Map();
  for (const problem of known.problems) if (problem.file && worst.get(problem.file) !== "error") worst.set(problem.file, problem.level);
  const button = (name) => {
    const marks = [];
    if (worst.get(name) === "error") marks.push(element("span", { class: "mark bad" }, "✗", element("span", { class: "sr" }, " has errors")));
    if (files.has(name) && isChanged(name)) marks.push(element("span", { class: "mark changed" }, "●", element("span", { class: "sr" }, " not saved")));
    return element("li", {}, element("button", { type: "button", "data-file": name, "aria-current": name === current ? "true" : null, onclick: () => open(name) }, name.replace(/^(lexicons|cases)\//, ""), ...marks));
  };
  const list = (title, names) => (names.length ? [element("h2", {}, title), element("ul", {}, ...names.map(button))] : []);
  const names = [...new Set([...state.files, ...Array.from(files.keys()).filter((name) => files.get(name).own)])].sort();
  const inside = (folder) => names.filter((name) => (folder ? name.startsWith(`${folder}/`) : !/^(lexicons|cases)\//.test(name)));
  const wasOpen = document.querySelector("#imported")?.open ?? false;
  const focused = document.activeElement?.dataset?.file;
  const imported = state.imported.length
    ? [element("details", { id: "imported", open: wasOpen }, element("summary", {}, "Imported, read only"), element("ul", {}, ...state.imported.map(button)))] : [];
  $("list").replaceChildren(...list("Rules", inside("")), ...list("Lexicons", inside("lexicons")), ...list("Cases", inside("cases")), ...imported);
  if (focused) all("[data-file]").find((each) => each.dataset.file === focused)?.focus();
}

function buttons() {
  const many = changedFiles().length;
  $("save").disabled = !many || !state.writable;
  $("save").textContent = many > 1 ? `Save ${many} files` : "Save";
  $("discard").disabled = !current || !isChanged(current);
  $("undo").disabled = !view || undoDepth(view.state) === 0;
  $("redo").disabled = !view || redoDepth(view.state) === 0;
  $("compare").disabled = !many || !state.articles.length;
  document.title = `${many ? "● " : ""}${state.name}, relex workbench`;
}

// What is wrong.

let waiting = 0;
function changed() {
  page.turn += 1;
  noted = "";
  showFiles();
  buttons();
  clearTimeout(waiting);
  waiting = setTimeout(() => tried(check), CHECK_AFTER);
}

async function check() {
  say("checking…");
  const told = await ask("check", asDrafts());
  Object.assign(known, { usable: told.usable, problems: told.problems });
  if (told.usable) {
    Object.assign(known, { owners: told.owners, names: { ...told.names, sets: state.sets } });
  }
  showProblems();
  showFiles();
  $("stale").hidden = told.usable;
  if (!told.usable) return;
  say("compiling…");
  await read();
  await refreshExamples();
}

function diagnostics(name, doc) {
  return known.problems.filter((problem) => problem.file === name).map((problem) => {
    const line = doc.line(Math.max(1, Math.min(problem.line, doc.lines)));
    const from = Math.min(line.to, line.from + units(line.text, problem.column - 1));
    const to = Math.min(line.to, line.from + units(line.text, problem.column - 1 + problem.width));
    return { from, to: Math.max(from, to), severity: problem.level, source: problem.name, message: `${problem.message}\n${problem.advice}`.trim() };
  });
}

function showProblems() {
  const errors = known.problems.filter((each) => each.level === "error").length;
  const warnings = known.problems.length - errors;
  const parts = [errors ? counted(errors, "error") : "", warnings ? counted(warnings, "warning") : ""].filter(Boolean);
  $("problem-count").textContent = parts.join(", ") || "No problem";
  $("problems").replaceChildren(...known.problems.map((problem) => element("li", {},
    element("span", { class: `level ${problem.level}` }, problem.level), " ",
    problem.file ? element("button", { type: "button", class: "plain place", onclick: () => open(problem.file, problem.line, problem.column) }, `${problem.file}:${problem.line}`) : element("span", { class: "place" }, `${problem.shown}:${problem.line}`),
    ` ${problem.message}`, element("span", { class: "advice" }, problem.advice))));
  if (errors) say(`${counted(errors, "error")}: the results are those of the last rules without one`, true);
  if (view) view.dispatch(setDiagnostics(view.state, diagnostics(current, view.state.doc)));
}

// The article.

let article = { text: "", date: "" };
let hidden = new Set(); // kinds that are not shown

async function read() {
  if (!known.usable) return;
  const told = await ask("read", asDrafts(article));
  $("shown").innerHTML = html.createHTML(told.text);
  $("found").innerHTML = html.createHTML(told.panel);
  $("kinds").innerHTML = html.createHTML(told.filters);
  if (!told.entries) $("found").prepend(element("p", { class: "hint" }, "Nothing was found in this article."));
  $("found-count").textContent = told.entries;
  for (const box of all("#kinds input")) {
    box.checked = !hidden.has(box.value);
    box.addEventListener("change", () => { if (box.checked) hidden.delete(box.value); else hidden.add(box.value); showKinds(); });
  }
  showKinds();
  word = null;
  highlight(null);
  $("shown").dataset.read = page.turn;
  say(known.problems.length ? counted(known.problems.length, "warning") : `no problem; read in ${Math.max(1, Math.round(told.seconds * 1000))} ms`);
}

function showKinds() {
  for (const section of all("#found section[data-kind]")) section.hidden = hidden.has(section.dataset.kind);
  for (const mark of all("#shown [data-kind]")) mark.classList.toggle("m", !hidden.has(mark.dataset.kind));
}

function choose(number, scroll) {
  all(".on").forEach((each) => each.classList.remove("on"));
  const marks = all(`#shown [data-i="${number}"]`);
  marks.forEach((each) => each.classList.add("on"));
  if (scroll) marks[0]?.scrollIntoView({ block: "nearest" });
  all("#found details.chosen").forEach((each) => each.classList.remove("chosen"));
  $("found").querySelector(`details[data-i="${number}"]`)?.classList.add("chosen");
}

$("found").addEventListener("click", (event) => {
  const summary = event.target.closest("summary");
  if (summary) choose(summary.parentElement.dataset.i, true);
});

/** The words of the article, in order: where each stands in its paragraph and in the text. */
function* words() {
  for (const paragraph of all("#shown p")) {
    const text = paragraph.textContent;
    for (const found of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s]/gu)) {
      yield { paragraph, from: found.index, to: found.index + found[0].length, words: found[0], at: Number(paragraph.dataset.at) + points(text.slice(0, found.index)) };
    }
  }
}

function rangeIn(paragraph, from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!begun && from <= passed + node.data.length) { range.setStart(node, from - passed); begun = true; }
    if (to <= passed + node.data.length) { range.setEnd(node, to - passed); break; }
    passed += node.data.length;
  }
  return range;
}

function highlight(ranges) {
  if (!window.CSS?.highlights) return;
  if (ranges) CSS.highlights.set("word", new Highlight(...ranges));
  else CSS.highlights.delete("word");
}

/** Light up some characters of the article, counted as the server does. */
function highlightSpan(start, stop) {
  const ranges = [];
  for (const paragraph of all("#shown p")) {
    const text = paragraph.textContent;
    const first = Number(paragraph.dataset.at);
    if (first + points(text) > start && first < stop) {
      ranges.push(rangeIn(paragraph, units(text, Math.max(0, start - first)), units(text, stop - first)));
    }
  }
  highlight(ranges);
  ranges[0]?.startContainer.parentElement.scrollIntoView({ block: "nearest" });
}

let word = null;

function pick(found, asking) {
  word = found;
  if (!found) return;
  const range = rangeIn(found.paragraph, found.from, found.to);
  highlight([range]);
  range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  if (asking) tried(() => askWhy(found));
  else $("shown").setAttribute("aria-description", `at “${found.words}”`);
}

$("shown").addEventListener("click", (event) => {
  const caret = document.caretPositionFromPoint?.(event.clientX, event.clientY) ?? null;
  const place = caret ? { node: caret.offsetNode, offset: caret.offset } : (() => { const range = document.caretRangeFromPoint?.(event.clientX, event.clientY); return range && { node: range.startContainer, offset: range.startOffset }; })();
  const paragraph = place?.node.parentElement?.closest("#shown p");
  if (!paragraph || place.node.nodeType !== Node.TEXT_NODE) return;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(place.node, place.offset);
  const at = before.toString().length;
  const mark = event.target.closest(".m");
  if (mark) choose(mark.dataset.i, false);
  pick(Array.from(words()).find((each) => each.paragraph === paragraph && each.to >= at && each.from <= at), true);
});

$("shown").addEventListener("keydown", (event) => {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 };
  if (event.key === "Enter" && word) { event.preventDefault(); pick(word, true); }
  if (!(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const list = Array.from(words());
  const here = word ? list.findIndex((each) => each.at === word.at) : -1;
  pick(list[Math.max(0, Math.min(list.length - 1, here + steps[event.key]))] ?? null, false);
});

// Why, and why not.

function ownerHere() {
  if (!view) return null;
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  const own = known.owners.filter((each) => each.file === current && each.line <= line);
  return own.sort((one, other) => other.line - one.line)[0] ?? null;
}

function told(text) {
  const parts = [];
  let rest = text;
  for (let found = /^(.*?)("(?:[^]*?)" )(\d+)-(\d+)/.exec(rest); found; found = /^(.*?)("(?:[^]*?)" )(\d+)-(\d+)/.exec(rest)) {
    const [whole, before, quoted, start, stop] = found;
    parts.push(before, element("button", { type: "button", class: "plain words", title: "show these words in the article", onclick: () => highlightSpan(Number(start), Number(stop)) }, quoted.trim()));
    rest = rest.slice(whole.length);
  }
  const wanted = /^wanted (.*)$/.exec(rest);
  parts.push(...(wanted && !parts.length ? ["wanted ", element("span", { class: "wanted" }, wanted[1])] : [rest]));
  return parts;
}

function placed(place) {
  const found = /^(.+?):(\d+)(?: (.*))?$/.exec(place);
  if (!found) return place ? ` ${place}` : "";
  const [, file, line, id] = found;
  const own = file.startsWith(`${state.name}/`) ? file.slice(state.name.length + 1) : file;
  const there = state.files.includes(own) || files.has(own) || state.imported.includes(own);
  const shown = `${own}:${line}`;
  const link = there ? element("button", { type: "button", class: "plain place", onclick: () => open(own, Number(line)) }, shown) : element("span", { class: "place" }, shown);
  return element("span", {}, " ", link, id ? ` ${id}` : "");
}

const tree = (branches) => element("ul", { class: "tree" }, ...branches.map(leaf));
function leaf(branch) {
  const inner = branch.branches.length ? element("ul", {}, ...branch.branches.map(leaf)) : null;
  return element("li", {}, ...told(branch.told), placed(branch.place), inner);
}

async function askWhy(found) {
  const owner = ownerHere();
  select("why");
  const answer = await ask("why", asDrafts({ ...article, at: found.at, rule: owner?.id ?? "" }));
  const part = (title, branches, none) => element("section", {}, element("h3", {}, title), branches.length ? tree(branches) : element("p", { class: "hint" }, none));
  const sections = [part(`What stands at “${found.words}”`, answer.here, "Nothing was found at this word.")];
  if (owner) sections.push(part(`How far ${owner.id} got here, the rule at the cursor`, answer.own ?? [], "It gave its answer in this sentence, or there is nothing to try it on."));
  sections.push(part("The rules that got farthest in this sentence and found nothing", answer.near, "No rule came near."));
  $("why").replaceChildren(...sections);
  $("tab-why").textContent = `Why not? “${found.words.slice(0, 20)}”`;
}

// Examples.

let examples = { own: [], elsewhere: [], total: 0 };

async function refreshExamples() {
  if (!known.usable || !current || !files.get(current).own) return;
  const of = current;
  const answer = await ask("examples", asDrafts({ file: of }));
  if (of !== current) return;
  examples = answer;
  known.problems = answer.problems;
  showProblems();
  if (known.problems.length) say(counted(known.problems.length, "warning"));
  showExamples();
}

function showExamples() {
  const failing = examples.own.filter((each) => !each.passes).length + examples.elsewhere.length;
  $("examples-count").textContent = failing ? `${failing} failed` : examples.own.length ? `${examples.own.length} pass` : "";
  $("examples-count").classList.toggle("bad", failing > 0);
  const owner = ownerHere()?.id;
  const first = examples.own.filter((each) => each.owner === owner);
  const rest = examples.own.filter((each) => each.owner !== owner);
  const part = (title, list) => (list.length ? [element("section", {}, element("h3", {}, title), ...list.map(shownExample))] : []);
  const failed = (list) => list.filter((each) => !each.passes);
  const passed = rest.filter((each) => each.passes);
  const sections = [
    ...part(`Of ${owner}, the rule at the cursor`, first),
    ...part("Failed in this file", failed(rest)),
    ...part("Failed in other files", examples.elsewhere),
    ...(passed.length ? [element("details", {}, element("summary", {}, `${counted(passed.length, "other example")} in this file ${passed.length === 1 ? "passes" : "pass"}`), ...passed.map(shownExample))] : []),
  ];
  const note = examples.total ? `${counted(examples.total, "example")} in all rule sets read, ${examples.elsewhere.length + failed(examples.own).length || "none"} failed.` : "This file has no examples yet.";
  $("examples").replaceChildren(element("p", { class: "hint" }, note), ...sections);
}

function shownExample(each) {
  const verb = { finds: "must find", ignores: "must find nothing", todo: "does not work yet", case: "case" }[each.kind] ?? each.kind;
  const place = each.file ? element("button", { type: "button", class: "plain place", onclick: () => open(each.file, each.line) }, `${each.file}:${each.line}`) : "";
  const more = each.passes ? [] : [
    ...(each.found.length ? each.found.map((found) => element("p", {}, "found instead: ", element("code", {}, found.drawn), ` (${found.rule})`)) : []),
    ...each.lost.map((why) => element("p", {}, `lost: ${why}`)),
  ];
  return element("div", { class: `example${each.passes ? "" : " fails"}` },
    element("p", {}, element("span", { class: "verdict" }, each.passes ? "✓ passes" : `✗ ${each.reason}`), ` · ${each.owner}, ${verb} `, place),
    element("p", {}, element("code", {}, each.marked)), ...more);
}

// What the change does to a corpus.

async function compare() {
  const bar = $("progress");
  const sum = { types: {}, differences: new Map(), losses: 0, articles: 0 };
  bar.hidden = false;
  bar.value = 0;
  $("differences").replaceChildren();
  const turn = page.turn;
  for (let start = 0; start < state.articles.length; start += COMPARED_AT_ONCE) {
    const part = await tried(() => ask("compare", asDrafts({ start, many: COMPARED_AT_ONCE })));
    if (!part || turn !== page.turn) { bar.hidden = true; return; }
    add(sum, part);
    bar.value = part.done / part.all;
  }
  bar.hidden = true;
  showDifferences(sum);
}

function add(sum, part) {
  sum.losses += part.losses;
  sum.articles += part.articles;
  for (const [name, counts] of Object.entries(part.types)) {
    const own = sum.types[name] ??= { old: 0, new: 0 };
    own.old += counts.old;
    own.new += counts.new;
  }
  for (const each of part.differences) {
    const key = JSON.stringify([each.type, each.kind, each.rule]);
    const own = sum.differences.get(key) ?? { ...each, count: 0, samples: [] };
    own.count += each.count;
    own.samples.push(...each.samples.slice(0, 5 - own.samples.length));
    sum.differences.set(key, own);
  }
}

function showDifferences(sum) {
  const list = Array.from(sum.differences.values()).sort((one, other) => other.count - one.count);
  const rows = Object.entries(sum.types).map(([name, counts]) => {
    const many = (kind) => list.filter((each) => each.type === name && each.kind === kind).reduce((all_, each) => all_ + each.count, 0);
    return element("tr", {}, element("th", { scope: "row" }, name), ...[counts.old, counts.new, many("added"), many("lost"), many("changed")].map((each) => element("td", {}, String(each))));
  });
  const heads = ["", "saved", "now", "added", "lost", "changed"].map((each) => element(each ? "th" : "td", each ? { scope: "col" } : {}, each));
  const part = (kind) => list.filter((each) => each.kind === kind).map((each) => element("div", {},
    element("p", {}, element("span", { class: `sign ${kind}` }, kind), `${each.type} by ${each.rule}, ${each.count}`),
    element("ul", {}, ...each.samples.map((sample) => element("li", {}, element("code", {}, sample))))));
  $("differences").replaceChildren(
    element("p", {}, list.length ? `${counted(sum.articles, "article")}: ${sum.losses || "nothing"} lost.` : `${counted(sum.articles, "article")}: nothing is different.`),
    element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)),
    ...part("lost"), ...part("added"), ...part("changed"));
}

// Saving.

function dialog(title, content, yes, asks = null) {
  const box = $("dialog");
  $("dialog-title").textContent = title;
  $("dialog-text").replaceChildren(...content);
  $("dialog-yes").textContent = yes;
  $("dialog-ask").hidden = asks === null;
  $("dialog-input").value = asks ?? "";
  box.showModal();
  (asks === null ? $("dialog-no") : $("dialog-input")).focus();
  return new Promise((resolve) => {
    const close = (value) => { box.close(); resolve(value); };
    $("dialog-yes").onclick = () => close(asks === null ? true : $("dialog-input").value.trim());
    $("dialog-no").onclick = () => close(null);
    box.oncancel = () => resolve(null);
    box.querySelector("form").onsubmit = (event) => { event.preventDefault(); $("dialog-yes").click(); };
  });
}

async function save(confirmed = false) {
  const texts = drafts();
  if (!Object.keys(texts).length || !state.writable) return;
  const bases = Object.fromEntries(Object.keys(texts).map((name) => [name, files.get(name).base]));
  const answer = await tried(() => ask("save", { texts, bases, confirmed }));
  if (!answer) return;
  if (!answer.saved) {
    const lines = answer.changed.map((name) => element("li", {}, `${name} was changed on the disk since you opened it; that change would be lost.`));
    lines.push(...answer.problems.map((each) => element("li", {}, `${each.shown}:${each.line}: ${each.message}`)));
    const title = answer.problems.length ? "These rules have errors. Save them all the same?" : "Save over the change of somebody else?";
    const note = answer.problems.length ? "Until they are mended, relex cannot use this rule set." : "";
    if (await dialog(title, [element("ul", {}, ...lines), element("p", {}, note)], "Save all the same")) await save(true);
    return;
  }
  for (const [name, text] of Object.entries(texts)) Object.assign(files.get(name), { saved: text, base: answer.bases[name] });
  state.files = answer.files;
  showFiles();
  buttons();
  $("differences").replaceChildren();
  noted = `saved ${Object.keys(texts).join(", ")}; `;
  page.turn += 1;
  clearTimeout(waiting);
  await tried(check); // of what the disk says now
}

async function discard() {
  const file = files.get(current);
  if (!await dialog(`Discard what you changed in ${current}?`, ["Undo brings it back as long as this page is open."], "Discard")) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: file.saved } });
  view.focus();
}

async function newFile() {
  const name = await dialog("A new file", [element("p", {}, "Rules end in .yaml; a lexicon is lexicons/its-name.tsv, a case is cases/its-name.md.")], "Make it", "new-rules.yaml");
  if (!name) return;
  if (files.has(name) || !await tried(() => ask("new", { name }))) { if (files.has(name)) await open(name); return; }
  const type = Object.keys(known.names.types)[0] ?? "Label";
  const text = name.endsWith(".tsv") ? "surface\tlabel\tid\tnote\n" : name.endsWith(".md") ? "# What is hard here\n\n```text\n\n```\n"
    : `rules:\n  - rule: new-rule\n    emits: ${type}\n    why: What it is for, and what it must not take.\n    pattern: |\n      trigger:words\n    finds:\n      - "[trigger words]"\n      - "[trigger words]"\n    ignores:\n      - "Nothing."\n`;
  files.set(name, { state: editorState(name, text, true), saved: text, base: "", own: true });
  await open(name, 1);
  changed();
}

// Tabs, choosers, and the beginning.

function select(name) {
  for (const tab of all("[role=tab]")) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    $(tab.getAttribute("aria-controls")).hidden = !chosen;
  }
}

for (const tab of all("[role=tab]")) {
  tab.addEventListener("click", () => select(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const tabs = all("[role=tab]");
    const to = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!to) return;
    const next = tabs[(tabs.indexOf(tab) + to + tabs.length) % tabs.length];
    select(next.id.slice(4));
    next.focus();
  });
}

let typing = 0;
function readSoon() {
  page.turn += 1;
  article = { text: $("text").value, date: $("date").value };
  clearTimeout(typing);
  typing = setTimeout(() => tried(read), CHECK_AFTER);
}

function writing(on) {
  $("write").setAttribute("aria-pressed", String(on));
  $("write").textContent = on ? "Show the results" : "Edit the text";
  $("text").hidden = !on;
  $("shown").hidden = on;
  document.querySelector(".reading .filters").hidden = on;
  if (on) $("text").focus();
}

async function chooseArticle() {
  const chosen = $("articles").value;
  if (chosen === "own") { writing(true); return; }
  const found = await tried(() => ask("article", { number: Number(chosen) }));
  if (!found) return;
  $("text").value = found.text;
  $("date").value = found.date;
  article = found;
  page.turn += 1;
  writing(false);
  await tried(read);
}

const SAMPLE = "Foreign Minister Anne Mercier of France held talks with Kenyan President John Otieno in Nairobi on Tuesday. “We will build the port together,” Mercier said.\n\nPut an article of your own here: choose “Edit the text”.";

async function begin() {
  if (!token) {
    say("Open the address that relex serve printed in its window; it ends in #token=…", true);
    return;
  }
  state = await tried(() => ask("state"));
  if (!state) return;
  $("set").textContent = state.name;
  document.querySelector("main").hidden = false;
  if (matchMedia("(max-width: 66rem)").matches) $("files").open = false;
  $("articles").append(...state.articles.map((title, number) => element("option", { value: number }, title || `article ${number + 1}`)), element("option", { value: "own" }, "A text of your own"));
  $("corpus").textContent = state.corpus
    ? `What your change adds and loses in ${counted(state.articles.length, "article")} of ${state.corpus}, against the rules as they are saved.`
    : "Start relex serve with --corpus FILE to see here what a change adds and loses in its articles, before you save it.";
  $("compare").hidden = !state.corpus;
  $("text").value = SAMPLE;
  article = { text: SAMPLE, date: "" };
  $("new").hidden = !state.writable;
  const first = state.files.find((name) => /^[^/]+\.ya?ml$/.test(name) && !/types|labels/.test(name)) ?? state.files[0];
  known.usable = false; // until it is checked
  if (first) await open(first);
  buttons();
  if (state.articles.length) {
    const found = await tried(() => ask("article", { number: 0 }));
    if (found) { article = found; $("text").value = found.text; $("date").value = found.date; }
  }
  await tried(check);
  const again = await tried(() => ask("state")); // what the rules import is known now
  if (again) { state.imported = again.imported; showFiles(); }
}

$("save").addEventListener("click", () => save());
$("discard").addEventListener("click", discard);
$("undo").addEventListener("click", () => { undo(view); view.focus(); });
$("redo").addEventListener("click", () => { redo(view); view.focus(); });
$("new").addEventListener("click", newFile);
$("write").addEventListener("click", () => writing($("text").hidden));
$("text").addEventListener("input", readSoon);
$("date").addEventListener("change", readSoon);
$("articles").addEventListener("change", chooseArticle);
$("compare").addEventListener("click", compare);
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && !event.defaultPrevented) { event.preventDefault(); save(); }
});
window.addEventListener("beforeunload", (event) => { if (state && view && changedFiles().length) event.preventDefault(); });
begin();
