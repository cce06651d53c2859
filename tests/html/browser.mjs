// browser.mjs FOLDER CHROMIUM REPORT PICTURES MANY EXAMPLE - opens a report in a real browser and uses it: mouse, keyboard, a phone's width, dark and
// light; then MANY, one with thousands of findings. Of EXAMPLE it takes the picture that is docs/html-report.png.
// Fails when the page asks for anything but itself, runs anything but its own script, or does not do what a reader expects.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, chromium, report, pictures, many, example] = process.argv.slice(2).map((word) => resolve(word));
const require = createRequire(join(folder, "package.json"));
const { chromium: launcher } = require("playwright-core");

const expect = (what, value, wanted) => {
  if (value !== wanted) throw new Error(`${what}: ${JSON.stringify(value)}, not ${JSON.stringify(wanted)}`);
};
const browser = await launcher.launch({ executablePath: chromium, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
  const trouble = [];
  const requests = [];
  page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("dialog", (dialog) => (trouble.push("a dialog: " + dialog.message()), dialog.dismiss()));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(report).href);

  const findings = page.locator(".finding");
  const count = await findings.count();
  if (count < 3) throw new Error(`only ${count} findings`);
  expect("scripts", await page.locator("script").count(), 1);
  expect("links of the list", await page.locator("nav .files li a").count(), count);
  expect("links by rule", await page.locator("nav .rules li a").count(), count);
  expect("elements that names made", await page.locator("img, b, iframe, object, embed, [onclick], [onerror]").count(), 0);

  // By file, by rule.
  expect("by file", await page.locator("nav .files").isVisible(), true);
  await page.locator("label[for=by-rule]").click();
  expect("by rule", await page.locator("nav .rules").isVisible(), true);
  expect("by file, then", await page.locator("nav .files").isVisible(), false);

  // The keyboard: findings, steps, the filter.
  await page.keyboard.press("j");
  expect("current finding", await page.locator(".finding.current").getAttribute("id"), "f1");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  expect("current finding, back", await page.locator(".finding.current").getAttribute("id"), "f1");
  await page.keyboard.press("n");
  await page.keyboard.press("n");
  expect("current step", await page.locator("#f1 .step.here").getAttribute("data-step"), "2");
  await page.keyboard.press("p");
  expect("current step, back", await page.locator("#f1 .step.here").getAttribute("data-step"), "1");
  await page.locator("#f1 .walk button").last().click();
  expect("current step, by mouse", await page.locator("#f1 .step.here").getAttribute("data-step"), "2");
  if ((await page.locator("#f1 .arrows path").count()) < 2) throw new Error("no path is drawn");
  await page.screenshot({ path: join(pictures, "light.png") });

  await page.keyboard.press("/");
  await page.keyboard.type("nothing has these words");
  expect("filtered", await page.locator(".finding:visible").count(), 0);
  expect("said so", await page.locator("#none").isVisible(), true);
  await page.locator("#search").fill("vt-double-await");
  const some = await page.locator(".finding:visible").count();
  if (some === 0 || some === count) throw new Error(`the filter leaves ${some} of ${count}`);
  await page.locator("#search").fill("");
  await page.locator(".tools input[value=error]").uncheck();
  expect("errors left", await page.locator(".finding.error:visible").count(), 0);
  await page.locator(".tools input[value=error]").check();

  // Help of a rule.
  await page.locator("#f1 .place a").click();
  await page.locator(".page summary").first().click();
  expect("help", await page.locator(".page[open] pre, .page details[open] pre").first().isVisible(), true);

  // Dark; a phone.
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "dark" });
  if ((await page.evaluate(() => getComputedStyle(document.body).backgroundColor)) === light) throw new Error("dark is not dark");
  await page.goto(pathToFileURL(report).href + "#f1");
  await page.screenshot({ path: join(pictures, "dark.png") });
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect("pixels that stick out of a phone", overflow, 0);
  await page.locator("#f1").scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(pictures, "phone.png") });

  // Thousands: the far ones are found, those of a filter alone are left, and only what is in sight was laid out.
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(pathToFileURL(many).href + "#f1900");
  expect("all of many", await findings.count(), 2000);
  expect("a far one", await page.locator(".finding.current").getAttribute("id"), "f1900");
  const isSeen = (id) => page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top < innerHeight && document.getElementById(id).getBoundingClientRect().bottom > 0, id);
  expect("its path, in words", await page.locator("#f1900 .path li").count(), 2);
  await page.keyboard.press("j");
  expect("the next one", await page.locator(".finding.current").getAttribute("id"), "f1901");
  await page.waitForTimeout(200);
  expect("it is in sight", await isSeen("f1901"), true);
  await page.keyboard.press("/");
  await page.keyboard.type("twice_7_55_");
  expect("left of many", await page.locator(".finding:not([hidden])").count(), 1);
  expect("counted", await page.locator("nav .files details:not([hidden]) summary .at").textContent(), "1");
  expect("drawn", (await page.locator(".arrows").count()) < 20, true);
  await page.screenshot({ path: join(pictures, "many.png") });
  await page.setViewportSize({ width: 1120, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(pathToFileURL(example).href);
  await page.screenshot({ path: join(pictures, "example.png") });

  expect("trouble", trouble.join("; "), "");
  const own = [report, many, example].map((path) => pathToFileURL(path).href);
  expect("requests", requests.filter((url) => !own.some((start) => url.startsWith(start))).join("; "), "");
  console.log(`${count} findings: read, walked and filtered in ${await browser.version()}`);
} finally {
  await browser.close();
}
