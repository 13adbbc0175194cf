import { StartupProblem } from "../lib/startup_problem.ts";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Where Chromium is. On Debian, root gets it installed; elsewhere somebody must say where it is. */
export async function findChromium(): Promise<string> {
  const named = Deno.env.get("CHROMIUM_PATH");
  if (named) {
    if (await isFile(named)) return named;
    throw new StartupProblem(`CHROMIUM_PATH says ${named}, and there is no such file.`);
  }
  const there = await firstOf(usual);
  if (there) return there;
  if (Deno.uid() === 0 && await isFile("/usr/bin/apt-get")) await install();
  const installed = await firstOf(usual);
  if (installed) return installed;
  throw new StartupProblem("The browser tests need Chromium: install it, or set CHROMIUM_PATH to it.");
}

async function install() {
  console.log("Installing Chromium for the browser tests (apt-get).");
  await apt("update", "-qq");
  await apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
}

async function apt(...args: string[]) {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const { success, stderr } = await new Deno.Command("apt-get", { args, env, stdin: "null" }).output();
  if (!success) console.error(new TextDecoder().decode(stderr));
}

async function firstOf(paths: string[]): Promise<string | undefined> {
  for (const path of paths) if (await isFile(path)) return path;
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((found) => found.isFile, () => false);
}
