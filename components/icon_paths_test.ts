import assert from "node:assert/strict";
import { innerMarkup } from "./icon_paths.ts";

Deno.test("an icon is Lucide's drawing without its frame", () => {
  assert.equal(innerMarkup("arrow-left"), '<path d="m12 19-7-7 7-7" /><path d="M19 12H5" />');
});
