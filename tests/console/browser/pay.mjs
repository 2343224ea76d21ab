// Pays on the sandbox's page as a person would, and prints what was seen as JSON.
// node pay.mjs <address of the page> <chromium> <the button's value> [folder for screenshots]
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(new URL("../../../console/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const [address, executablePath, outcome, pictures] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath,
  chromiumSandbox: false,
  args: [
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
  ],
});
const context = await browser.newContext({ viewport: { width: 420, height: 860 }, locale: "hi-IN" });
const page = await context.newPage();
page.setDefaultTimeout(30_000);
const seen = { errors: [] };
page.on("pageerror", (error) => seen.errors.push(String(error)));
page.on("console", (message) => {
  // A browser asks for an icon by itself.
  if (message.type() === "error" && !message.location().url.endsWith("favicon.ico")) {
    seen.errors.push(message.text());
  }
});

try {
  await page.goto(address);
  seen.amount = await page.locator(".amount").innerText();
  seen.title = await page.locator("h1").innerText();
  if (pictures) await page.screenshot({ path: join(pictures, "pay.png") });
  await page.locator(`button[value="${outcome}"]`).click();
  await page.waitForLoadState();
  seen.after = await page.locator("h1").innerText();
  for (const name of ["razorpay_payment_id", "razorpay_signature"]) {
    seen[name] = await page.locator(`#${name}`).innerText();
  }
  if (pictures) await page.screenshot({ path: join(pictures, "paid.png") });
} catch (error) {
  seen.stopped = String(error);
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
