import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { packed } from "./packed.ts";

const phone = new Request("https://aisle.example/work", {
  headers: { "accept-encoding": "gzip, deflate, br" },
});
const page = "One of many orders. ".repeat(200);
const html = { "content-type": "text/html; charset=utf-8", "content-length": "4000" };

Deno.test("a page goes packed to who can unpack it, and as it is to who cannot", async () => {
  const small = await packed(phone, new Response(page, { headers: html }));
  assert.deepEqual(headersOf(small), ["gzip", "accept-encoding", null]);
  const bytes = await small.bytes();
  assert.ok(bytes.length < 200, `${bytes.length} bytes`);
  assert.equal(gunzipSync(bytes).toString(), page);

  const plain = await packed(
    new Request("https://aisle.example/work"),
    new Response(page, { headers: html }),
  );
  assert.deepEqual(headersOf(plain), [null, "accept-encoding", "4000"]);
  assert.equal(await plain.text(), page);
});

Deno.test("what never changes is packed once, and two files are not taken for each other", async () => {
  const file = (content: string, etag: string) =>
    packed(
      phone,
      new Response(content, {
        headers: { "content-type": "text/javascript", "cache-control": "max-age=9, immutable", etag },
      }),
    );
  for (const _ of ["first", "second"]) {
    for (const each of [page, page.toUpperCase()]) {
      const answer = await file(each, `W/"${each.slice(0, 3)}"`);
      assert.equal(gunzipSync(await answer.bytes()).toString(), each);
    }
  }
});

Deno.test("a stream of events, a part of a file, a picture and a few bytes go as they are", async () => {
  const asked = new Request(phone.url, { headers: phone.headers, method: "POST" });
  const kinds: [Request, string, number][] = [
    [phone, "text/event-stream", 200],
    [phone, "text/html", 206],
    [phone, "image/png", 200],
    [asked, "application/json", 200],
  ];
  for (const [request, type, status] of kinds) {
    const as = new Response(page, { status, headers: { "content-type": type } });
    assert.equal(await packed(request, as), as, type);
  }
  const few = await packed(phone, new Response("[]", { headers: { "content-type": "application/json" } }));
  assert.deepEqual([headersOf(few)[0], await few.text()], [null, "[]"]);
});

function headersOf({ headers }: Response) {
  return ["content-encoding", "vary", "content-length"].map((name) => headers.get(name));
}
