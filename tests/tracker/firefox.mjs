// Drives a Firefox as it is installed, by WebDriver BiDi. `node firefox.mjs FIREFOX PROFILE`: a line of JSON in,
// {"go": address} or {"run": expression}, a line out: {"value": …} or {"error": …}.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const [firefox, profile] = process.argv.slice(2);
const browser = spawn(firefox, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]);
process.on("exit", () => browser.kill());

const address = await new Promise((found) =>
  createInterface({ input: browser.stderr }).on("line", (line) => {
    const told = /WebDriver BiDi listening on (\S+)/.exec(line);
    if (told) found(told[1]);
  }),
);
const wire = new WebSocket(`${address}/session`);
await new Promise((opened) => wire.addEventListener("open", opened));

const waiting = new Map();
wire.addEventListener("message", ({ data }) => {
  const answer = JSON.parse(data);
  waiting.get(answer.id)?.(answer);
});
let last = 0;
const ask = (method, params) =>
  new Promise((done) => {
    waiting.set(++last, done);
    wire.send(JSON.stringify({ id: last, method, params }));
  });

await ask("session.new", { capabilities: {} });
const tree = await ask("browsingContext.getTree", {});
const context = tree.result.contexts[0].context;

for await (const line of createInterface({ input: process.stdin })) {
  const { go, run } = JSON.parse(line);
  const answer = go
    ? await ask("browsingContext.navigate", { context, url: go, wait: "complete" })
    : await ask("script.evaluate", { expression: `JSON.stringify((${run}) ?? null)`, target: { context }, awaitPromise: true });
  const { result, error, message } = answer;
  const failed = error ? message : result.exceptionDetails?.text;
  console.log(JSON.stringify(failed ? { error: failed } : { value: go ? null : JSON.parse(result.result.value) }));
}
process.exit(0);
