import assert from "node:assert/strict";
import { buildIdOf } from "./build_id.ts";

const fileOf = (text: string) => new Map([["/a.css", { bytes: new TextEncoder().encode(text) }]]);

Deno.test("a build is named after its commit, and after its content where that is not the commit's", async () => {
  const root = await Deno.makeTempDir();
  const git = async (...args: string[]) => {
    const who = ["-c", "user.name=ana", "-c", "user.email=ana@shop.test"];
    const { stdout } = await new Deno.Command("git", { args: [...who, ...args], cwd: root }).output();
    return new TextDecoder().decode(stdout).trim();
  };
  try {
    const loose = await buildIdOf(root, fileOf("a"));
    assert.match(loose, /^[0-9a-f]{12}$/);
    assert.equal(await buildIdOf(root, fileOf("a")), loose);
    assert.notEqual(await buildIdOf(root, fileOf("b")), loose);

    await git("init", "-q");
    await git("commit", "-q", "--allow-empty", "-m", "Open the shop");
    const commit = await git("rev-parse", "--short=12", "HEAD");
    assert.equal(await buildIdOf(root, fileOf("a")), commit);

    await Deno.writeTextFile(`${root}/changed.ts`, "");
    assert.equal(await buildIdOf(root, fileOf("a")), `${commit}-${loose}`);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
