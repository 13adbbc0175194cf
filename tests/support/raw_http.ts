export interface RawRequest {
  method: string;
  /** Path and query, sent as they are. */
  target: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  status: number;
  type: string;
  body: string;
}

/** Sends a request byte for byte as it is given: `fetch` would mend, encode or refuse what a stranger just sends. */
export async function sendRaw(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url);
  const body = typeof request.body === "string" ? new TextEncoder().encode(request.body) : request.body;
  const headers = { host, connection: "close", ...request.headers };
  const lines = [
    `${request.method} ${request.target} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`content-length: ${body.length}`] : []),
  ];
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const sending = send(connection, latin1(lines.join("\r\n") + "\r\n\r\n"), body);
  const received = await receive(connection);
  await sending;
  return parse(received);
}

async function send(connection: Deno.TcpConn, head: Uint8Array, body: Uint8Array | undefined) {
  try {
    for (const part of body ? [head, body] : [head]) {
      for (let sent = 0; sent < part.length;) sent += await connection.write(part.subarray(sent));
    }
  } catch {
    // Who has heard enough hangs up.
  }
}

async function receive(connection: Deno.TcpConn): Promise<string> {
  const decoder = new TextDecoder("latin1");
  const chunk = new Uint8Array(65_536);
  let text = "";
  // A live stream never ends; its head is all there is to learn.
  while (!/content-type: text\/event-stream[\s\S]*\r\n\r\n/i.test(text)) {
    const size = await connection.read(chunk).catch(() => null);
    if (size === null) break;
    text += decoder.decode(chunk.subarray(0, size), { stream: true });
  }
  return text;
}

function parse(received: string): RawAnswer {
  const end = received.indexOf("\r\n\r\n");
  const head = received.slice(0, end);
  const status = Number(head.match(/^HTTP\/1\.1 (\d{3})/)?.[1] ?? 0);
  const type = head.match(/^content-type: (.*)$/im)?.[1]?.trim() ?? "";
  const rest = received.slice(end + 4);
  return { status, type, body: /^transfer-encoding: chunked/im.test(head) ? unchunk(rest) : rest };
}

function unchunk(text: string): string {
  let whole = "";
  for (let at = 0; at < text.length;) {
    const line = text.indexOf("\r\n", at);
    const size = parseInt(text.slice(at, line), 16);
    if (!size) break;
    whole += text.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
  return whole;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}
