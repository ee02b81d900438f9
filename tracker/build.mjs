// Builds t.js and t-more.js into the Python package, with the bundler that the UI brings along.
// `node tracker/build.mjs`; fails when a file is over its budget (bytes of gzip, budget.json).
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const web = createRequire(here("../web/package.json"));
const { build } = await import(pathToFileURL(web.resolve("rolldown")).href);

const VERSION = /__version__ = "(.+)"/.exec(readFileSync(here("../src/etappe/__init__.py"), "utf8"))[1];
const BUDGET = JSON.parse(readFileSync(here("budget.json"), "utf8"));
const TARGET = here("../src/etappe/api/scripts/");

mkdirSync(TARGET, { recursive: true });
let over = false;
for (const [name, entry] of [["t.js", "src/core.ts"], ["t-more.js", "src/more.ts"]]) {
  const made = await build({
    input: here(entry),
    platform: "browser",
    transform: { target: "es2017", define: { VERSION: JSON.stringify(VERSION) } },
    output: { format: "iife", minify: true },
    write: false,
  });
  // A note of the bundler to itself.
  const code = made.output[0].code.trim().replaceAll("/* @__PURE__ */ ", "") + "\n";
  const bytes = gzipSync(code, { level: 9 }).length;
  over ||= bytes > BUDGET[name];
  console.log(`${name} ${code.length} bytes, ${bytes} gzip of at most ${BUDGET[name]}`);
  writeFileSync(TARGET + name, code);
}
statSync(TARGET + "t.js");
if (over) process.exit(1);
