// The wire between a phone and the store's server, which a test can cut: for the service worker too, which a browser's own
// offline switch leaves connected.
import { freePort } from "./free_port.ts";

export function openWire(to: string) {
  const port = freePort();
  const target = { hostname: "127.0.0.1", port: Number(new URL(to).port) };
  let listener: Deno.Listener | undefined;
  const open = new Set<Deno.Conn>();

  async function accept(listening: Deno.Listener) {
    for await (const phone of listening) {
      const server = await Deno.connect(target).catch(() => undefined);
      if (!server) {
        phone.close();
        continue;
      }
      for (const end of [phone, server]) open.add(end);
      Promise.allSettled([
        phone.readable.pipeTo(server.writable),
        server.readable.pipeTo(phone.writable),
      ]).then(() => [phone, server].forEach((end) => open.delete(end)));
    }
  }

  function mend() {
    listener = Deno.listen({ hostname: "127.0.0.1", port });
    accept(listener).catch(() => {});
  }

  function cut() {
    listener?.close();
    listener = undefined;
    for (const end of open) {
      try {
        end.close();
      } catch {
        // It was closed from the other end.
      }
    }
    open.clear();
  }

  mend();
  return { url: `http://localhost:${port}`, cut, mend };
}
