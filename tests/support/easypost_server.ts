// EasyPost as far as Aisle uses it, on loopback: the same paths and the same JSON, and it misbehaves on demand.

interface Made {
  id: string;
  rates: {
    id: string;
    carrier: string;
    service: string;
    rate: string;
    currency: string;
    delivery_days: number;
  }[];
  tracking_code: string | null;
  refund_status: string | null;
  asked: Record<string, unknown>;
}

/** What happens to the next request whose path ends so: an answer instead of it, or none although it was done. */
export interface Fault {
  path: RegExp;
  status?: number;
  code?: string;
  message?: unknown;
  /** Does what was asked, then drops the connection. */
  loseAnswer?: boolean;
  /** Never answers. */
  hang?: boolean;
}

export const EASYPOST_KEY = "EZTK_test_key";

export interface EasyPostServer {
  url: string;
  made: Map<string, Made>;
  /** "METHOD /path" of everything asked. */
  asked: string[];
  faults: Fault[];
  /** Where parcels are, by tracking code; those without are on their way. */
  statuses: Map<string, string>;
  stop(): Promise<void>;
}

/** Starts one; its rates are the same for every parcel but for the weight. */
export function startEasyPost(): EasyPostServer {
  const made = new Map<string, Made>();
  const asked: string[] = [];
  const faults: Fault[] = [];
  const statuses = new Map<string, string>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {}, onError: failed }, handle);
  const { port } = server.addr as Deno.NetAddr;
  const origin = `http://127.0.0.1:${port}`;

  async function handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    const at = faults.findIndex((each) => each.path.test(pathname));
    const [fault] = at === -1 ? [] : faults.splice(at, 1);
    if (fault?.hang) await new Promise(() => {});
    if (fault?.status) return problem(fault.status, fault.code ?? "", fault.message ?? "no");
    if (pathname.startsWith("/files/")) {
      return request.headers.has("authorization")
        ? problem(400, "", "a key where none belongs")
        : file(pathname);
    }
    if (request.headers.get("authorization") !== `Basic ${btoa(`${EASYPOST_KEY}:`)}`) {
      return problem(401, "APIKEY.INACTIVE", "This api key is no longer active.");
    }
    const answer = await answerTo(request, pathname.replace(/^\/v2/, ""), searchParams);
    if (fault?.loseAnswer) throw new Error("the answer is lost");
    return answer;
  }

  async function answerTo(request: Request, path: string, query: URLSearchParams): Promise<Response> {
    if (path === "/trackers") {
      const found = [...made.values()].find((each) => each.tracking_code === query.get("tracking_code"));
      const code = found?.tracking_code ?? "";
      const status = { tracking_code: code, status: statuses.get(code) ?? "in_transit" };
      return Response.json({ trackers: found ? [status] : [], has_more: false });
    }
    const [, id = "", act = ""] = path.match(/^\/shipments(?:\/([^/]+))?(?:\/(\w+))?$/) ?? [];
    if (request.method === "POST" && id === "") return create(await request.json());
    const shipment = made.get(id);
    if (!shipment) return problem(404, "NOT_FOUND", "The requested resource could not be found.");
    if (act === "buy") return buy(shipment, await request.json());
    if (act === "refund") return refund(shipment);
    return Response.json(
      act === "label" ? shown(shipment, query.get("file_format")!) : shown(shipment, "PNG"),
    );
  }

  function create({ shipment }: { shipment: Record<string, unknown> }): Response {
    const { parcel, to_address } = shipment as { parcel: { weight?: number }; to_address: { zip: string } };
    if (!parcel?.weight) {
      return problem(422, "PARCEL.WEIGHT.INVALID", [{ field: "weight", message: "is required" }]);
    }
    const id = `shp_${made.size + 1}`;
    const rate = (carrier: string, service: string, cents: number, delivery_days: number) => ({
      id: `rate_${made.size + 1}_${service}`,
      carrier,
      service,
      rate: (cents / 100).toFixed(2),
      currency: "USD",
      delivery_days,
    });
    const ounces = Math.ceil(parcel.weight);
    const rates = to_address.zip === "00000" ? [] : [
      rate("USPS", "GroundAdvantage", 500 + ounces * 4, 3),
      rate("UPS", "2ndDayAir", 1_800 + ounces * 9, 2),
    ];
    made.set(id, { id, rates, tracking_code: null, refund_status: null, asked: shipment });
    return Response.json(shown(made.get(id)!, "PNG"), { status: 201 });
  }

  function buy(shipment: Made, { rate }: { rate: { id: string } }): Response {
    if (shipment.tracking_code) {
      return problem(422, "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment.");
    }
    if (!shipment.rates.some((each) => each.id === rate.id)) {
      return problem(422, "SHIPMENT.RATE.INVALID", "The rate does not belong to this shipment.");
    }
    shipment.tracking_code = `94001118992237${shipment.id.slice(4).padStart(8, "0")}`;
    return Response.json(shown(shipment, "PDF"));
  }

  function refund(shipment: Made): Response {
    if (!shipment.tracking_code) return problem(422, "SHIPMENT.REFUND.UNAVAILABLE", "Nothing was bought.");
    shipment.refund_status = "submitted";
    return Response.json(shown(shipment, "PDF"));
  }

  function shown({ asked: _, ...shipment }: Made, format: string) {
    const label = (ending: string) => `${origin}/files/${shipment.id}.${ending}`;
    const postage_label = shipment.tracking_code === null ? null : {
      object: "PostageLabel",
      label_url: label("png"),
      label_pdf_url: format === "PDF" ? label("pdf") : null,
      label_zpl_url: format === "ZPL" ? label("zpl") : null,
    };
    return { object: "Shipment", ...shipment, postage_label, messages: [] };
  }

  function file(path: string): Response {
    const { tracking_code } = made.get(path.replace(/^\/files\/|\.\w+$/g, ""))!;
    const text = path.endsWith(".zpl")
      ? `^XA^FO50,50^BCN,100^FD${tracking_code}^FS^XZ`
      : `%PDF-1.4 ${tracking_code}`;
    return new Response(text);
  }

  return { url: `${origin}/v2`, made, asked, faults, statuses, stop: () => server.shutdown() };
}

function problem(status: number, code: string, message: unknown): Response {
  return Response.json({ error: { code, message, errors: [] } }, { status });
}

/** As near as a server comes to dropping the line: an answer nobody can read. */
function failed(): Response {
  return new Response(null, { status: 502 });
}
