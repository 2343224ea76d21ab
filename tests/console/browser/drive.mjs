// Opens the mart in headless Chromium as a person would, and prints what was seen as JSON.
// node drive.mjs <console | plain> <address> <chromium> <access token> [folder for screenshots]
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(new URL("../../../console/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const [page_kind, address, executablePath, token, pictures] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath,
  chromiumSandbox: false,
  args: [
    // Only the mart has an address here: a request to any other host cannot succeed.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
  ],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-IN" });
const page = await context.newPage();
page.setDefaultTimeout(30_000);

const seen = { elsewhere: [], errors: [], violations: [] };
const home = new URL(address).origin;

context.on("request", (request) => {
  const url = new URL(request.url());
  if (["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.origin !== home) {
    seen.elsewhere.push(request.url());
  }
});
page.on("pageerror", (error) => seen.errors.push(String(error)));
page.on("console", (message) => {
  if (message.type() === "error") seen.errors.push(message.text());
});
await page.exposeFunction("reportViolation", (text) => seen.violations.push(text));
await page.addInitScript(() => {
  document.addEventListener("securitypolicyviolation", (event) =>
    window.reportViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`),
  );
});

const picture = async (name) => {
  if (pictures) await page.screenshot({ path: join(pictures, `${page_kind}-${name}.png`) });
};

const asks = (operation) => (request) =>
  request.method() === "POST" && (request.postData() ?? "").includes(operation);

/** Does `act`, and tells what was sent to /graphql and what came back. */
async function exchange(operation, act) {
  const [request] = await Promise.all([page.waitForRequest(asks(operation)), act()]);
  const response = await request.response();
  return {
    headers: await request.allHeaders(),
    body: request.postDataJSON(),
    status: response.status(),
    answer: await response.json(),
  };
}

const model = (file) =>
  page.evaluate(
    (name) => globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith(name)).getValue(),
    file,
  );

async function lookAtConsole() {
  await page.goto(`${address}/graphql`);
  await page.locator(".graphiql-query-editor .view-line").first().waitFor();
  await page.locator(".odop-examples li").first().waitFor();
  await page.waitForLoadState("networkidle");
  seen.welcome = await model("operation.graphql");
  seen.examples = await page.locator("[data-example]").evaluateAll((all) => all.map((one) => one.dataset.example));
  await picture("first");

  await page.getByRole("button", { name: "हिन्दी" }).click();
  await page.locator("input[name=token]").fill(`Bearer ${token}`);
  seen.heading = await page.locator(".odop-examples h2").innerText();
  await page.locator('[data-example="shopper/listing.graphql"]').click();
  seen.tabs = await page.locator(".graphiql-tab").allInnerTexts();
  seen.opened = { query: await model("operation.graphql"), variables: await model("variables.json") };
  seen.exchange = await exchange("query Listing", () => page.locator(".graphiql-execute-button").click());
  await page.locator(".graphiql-response .view-line", { hasText: '"data"' }).first().waitFor();
  seen.shown = await page.locator(".graphiql-response .view-lines").innerText();
  await picture("answer");

  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByText("Query", { exact: true }).click();
  await page.locator(".graphiql-doc-explorer-title", { hasText: "Query" }).waitFor();
  seen.documentation = await page.locator(".graphiql-doc-explorer").innerText();
  await picture("documentation");

  await page.getByRole("button", { name: "Show GraphiQL Explorer" }).click();
  seen.explorer = await page.locator(".graphiql-explorer-root").innerText();
  await picture("explorer");

  await page.getByRole("combobox", { name: "थीम" }).selectOption("dark");
  seen.theme = await page.locator("body").getAttribute("class");
  await page.getByRole("button", { name: "Show Examples" }).click();
  await picture("dark");

  // The editor finds the mistake in its worker, against the schema it was told.
  await page.evaluate(() => {
    const { editor } = globalThis.__MONACO;
    editor.getModels().find(({ uri }) => uri.path.endsWith("operation.graphql")).setValue("{ nothingOfTheKind }");
  });
  const marker = await page.waitForFunction(
    () => globalThis.__MONACO.editor.getModelMarkers({}).find(({ message }) => message.includes("nothingOfTheKind"))?.message,
  );
  seen.mistake = await marker.jsonValue();

  await page.getByRole("button", { name: /Prettify/ }).click();
  await page.waitForFunction(() =>
    globalThis.__MONACO.editor.getModels().some((model) => model.getValue().startsWith("{\n  nothingOfTheKind")),
  );

  // What is typed is kept half a second later.
  await page.waitForTimeout(1000);
  await page.reload();
  await page.locator(".odop-examples li").first().waitFor();
  seen.afterReload = {
    token: await page.locator("input[name=token]").inputValue(),
    language: await page.locator("html").getAttribute("lang"),
    tabs: await page.locator(".graphiql-tab").count(),
    stored: await page.evaluate(() => JSON.stringify({ ...localStorage })),
  };

  // From here on the mart is slow, then gone. What the browser says of that is no fault of the page.
  page.removeAllListeners("console");
  const run = page.locator(".graphiql-execute-button");
  await page.route("**/graphql", () => {});
  await Promise.all([page.waitForRequest(asks("nothingOfTheKind")), run.click()]);
  const [left] = await Promise.all([page.waitForEvent("requestfailed"), run.click()]);
  seen.onStop = left.failure().errorText;
  await page.unroute("**/graphql");
  await page.route("**/graphql", (route) => route.abort());
  await run.click();
  await page.locator(".graphiql-response .view-line", { hasText: "सर्वर" }).first().waitFor();
  await page.unroute("**/graphql");
  await page.route("**/graphql", (route) => route.fulfill({ status: 502, body: "<h1>Bad gateway</h1>" }));
  await run.click();
  await page.locator(".graphiql-response .view-line", { hasText: "HTTP 502" }).first().waitFor();
  seen.strange = await model("response.json");
}

async function lookAtPlainPage() {
  await page.goto(`${address}/graphql`);
  seen.text = await page.locator("main").innerText();
  seen.schemaLink = await page.getByRole("link", { name: "schema.graphql" }).getAttribute("href");
  await picture("first");

  await page.locator("#query").fill("query Listing($after: String) { products(after: $after) { nodes { name } } }");
  await page.locator("#variables").fill('{ "after": null }');
  await page.locator("#token").fill(token);
  await page.locator("#language").selectOption("hi");
  seen.exchange = await exchange("query Listing", () => page.locator("#run").click());
  await page.locator("#status", { hasText: "HTTP 200" }).waitFor();
  seen.shown = await page.locator("#answer").innerText();
  await picture("answer");

  await page.locator("#variables").fill("{ after }");
  await page.locator("#query").press("Control+Enter");
  await page.locator("#status", { hasText: "✕" }).waitFor();
  seen.mistake = await page.locator("#answer").innerText();
  await page.reload();
  seen.afterReload = {
    token: await page.locator("#token").inputValue(),
    language: await page.locator("#language").inputValue(),
  };
  if (pictures) {
    await page.emulateMedia({ colorScheme: "dark" });
    await picture("dark");
    await page.setViewportSize({ width: 400, height: 860 });
    await picture("phone");
  }
}

try {
  await (page_kind === "console" ? lookAtConsole : lookAtPlainPage)();
} catch (error) {
  seen.stopped = String(error.stack);
  await picture("stopped");
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
