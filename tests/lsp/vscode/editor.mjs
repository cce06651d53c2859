// editor.mjs FOLDER CHROMIUM SOCKET PROJECT PICTURES - VS Code in a browser, by mouse and keyboard: a file is opened, its finding is seen in the text, under
// Problems and on hovering, silenced by the light bulb, and found again when that is undone; the fix is applied and saved.
import { readFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, chromium, socket, project, pictures] = process.argv.slice(2);
const { chromium: launcher } = createRequire(join(folder, "package.json"))("playwright-core");
const patience = 120_000;

// A free port of the loopback, handed on to the server's socket.
const door = createServer((visitor) => {
  const inside = connect(socket);
  visitor.pipe(inside).pipe(visitor);
  for (const end of [visitor, inside]) end.on("error", () => visitor.destroy());
});
await new Promise((open) => door.listen(0, "127.0.0.1", open));

const browser = await launcher.launch({ executablePath: chromium, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patience);
  const address = `http://127.0.0.1:${door.address().port}/?folder=${encodeURIComponent(project)}`;
  for (let left = 100; ; left--) // until the server is up
    try {
      await page.goto(address);
      break;
    } catch (error) {
      if (left === 0) throw error;
      await page.waitForTimeout(500);
    }
  await page.waitForSelector(".monaco-workbench");

  const goTo = async (place) => {
    await page.keyboard.press("Control+g");
    await page.locator(".quick-input-widget input").first().fill(":" + place);
    await page.keyboard.press("Enter");
  };
  const choose = async (title) => {
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget .monaco-list-row", { hasText: title }).first().waitFor();
    const chosen = page.locator(".action-widget .monaco-list-row.focused");
    for (let left = 10; left > 0 && !((await chosen.first().textContent()) ?? "").includes(title); left--) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  };
  const editor = page.locator(".editor-instance .view-lines").first();

  await page.locator(".explorer-folders-view .monaco-list-row", { hasText: "a.c" }).first().dblclick();
  await editor.waitFor();
  await page.locator(".squiggly-error").first().waitFor();
  await page.keyboard.press("Control+Shift+m");
  const problem = page.locator(".markers-panel .monaco-list-row", { hasText: "consumed before" }).first();
  await problem.waitFor();
  const link = await page.locator(".markers-panel", { hasText: "vt-double-await" }).count();
  if (link === 0) throw new Error("Problems does not name the rule");
  await page.screenshot({ path: join(pictures, "problems.png") });

  await editor.click();
  await goTo("13:14");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+i");
  await page.locator(".monaco-hover", { hasText: "vt-double-await" }).first().waitFor();
  await page.screenshot({ path: join(pictures, "hover.png") });
  await page.keyboard.press("Escape");

  await goTo("13:14");
  await choose("Silence");
  await page.locator(".view-line", { hasText: "NOLINT(vt-double-await)" }).first().waitFor();
  await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await page.locator(".squiggly-error").first().waitFor();

  await goTo("13:14");
  await choose("Turn 't' into a task");
  await page.locator(".view-line", { hasText: "vt_int_as_task(make())" }).first().waitFor();
  await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
  await page.screenshot({ path: join(pictures, "fixed.png") });
  await page.keyboard.press("Control+s");
  const isSaved = () => readFileSync(join(project, "a.c"), "utf8").includes("vt_int_task_unref(t);");
  for (let left = 100; left > 0 && !isSaved(); left--) await page.waitForTimeout(100);
  if (!isSaved()) throw new Error("the fix was not saved");
  console.log(`VS Code in ${browser.version()}: shown, hovered over, silenced, mended`);
} catch (error) {
  for (const page of browser.contexts().flatMap((context) => context.pages())) await page.screenshot({ path: join(pictures, "failed.png") });
  console.error(error);
  process.exitCode = 1;
}
await browser.close();
process.exit(); // connections through the door may be open still
