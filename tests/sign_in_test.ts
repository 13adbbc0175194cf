import assert from "node:assert/strict";
import { startAisle } from "./support/aisle.ts";
import { freshDatabase } from "./support/postgres.ts";
import { hire, openShop } from "./support/shop.ts";

Deno.test({
  name: "signing in asks for the store, then the person, then the PIN, and finds a store by any of its words",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { db, url: databaseUrl, drop } = await freshDatabase("sign_in");
    await openShop(db);
    const ana = await hire(db, { name: "Ana P.", role: "associate", nodeId: "soho" });
    const aisle = await startAisle({ databaseUrl, worker: false });
    const words = async (query: Record<string, string>) => {
      const { status, body } = await aisle.call("GET", `/sign-in?${new URLSearchParams(query)}`);
      assert.equal(status, 200);
      return body.replaceAll(/<script[^]*?<\/script>|<[^>]+>/g, " ").replaceAll(/\s+/g, " ") as string;
    };
    try {
      assert.match(await words({}), /Albany.*Hoboken.*Soho.*Regional managers.*East.*West/);
      for (const query of ["hobo", "NJ", "Hoboken, NJ"]) {
        const found = await words({ q: query });
        assert.match(found, /Hoboken, NJ/);
        assert.doesNotMatch(found, /Albany|Soho/);
      }
      assert.match(await words({ q: "100%" }), /No store matches “100%”/);
      assert.match(await words({ place: "node:soho" }), /Who are you\? Soho Ana P\. Associate/);
      assert.match(await words({ place: "node:soho", person: ana }), /Ana P\. Soho Your PIN/);
      for (const place of ["node:nowhere", "node:\0", "region:nowhere", "soho", "node:so'ho", "node:%00"]) {
        assert.match(await words({ place }), /Where are you working\?/);
      }
    } finally {
      await aisle.stop();
      await drop();
    }
  },
});
