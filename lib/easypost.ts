// A client of EasyPost, which sells the labels of a hundred carriers. It asks, and tells a no from a not now: what may
// be asked again throws, what the carrier will not do is a refusal.
import { z } from "zod";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";

const Rate = z.object({
  id: z.string(),
  carrier: z.string(),
  service: z.string(),
  rate: z.string().regex(/^\d{1,7}(\.\d{1,5})?$/),
  currency: z.string().length(3),
  delivery_days: z.int().min(0).nullish(),
  est_delivery_days: z.int().min(0).nullish(),
});
export type EasyPostRate = z.infer<typeof Rate>;

const Shipment = z.object({
  id: z.string(),
  rates: z.array(Rate).default([]),
  tracking_code: z.string().nullish(),
  refund_status: z.enum(["submitted", "refunded", "rejected", "not_applicable"]).nullish().catch(null),
  postage_label: z.object({
    label_url: z.url().nullish(),
    label_pdf_url: z.url().nullish(),
    label_zpl_url: z.url().nullish(),
  }).nullish(),
  messages: z.array(z.object({ carrier: z.string().nullish(), message: z.unknown() })).nullish(),
});
type Shipment = z.infer<typeof Shipment>;

const Trackers = z.object({
  trackers: z.array(
    z.object({ tracking_code: z.string(), status: z.string(), updated_at: z.string().nullish() }),
  ),
});

const Problem = z.object({ error: z.object({ code: z.string().default(""), message: z.unknown() }) });

export interface EasyPostAddress {
  name: string;
  street1: string;
  street2?: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  phone?: string;
}

export interface EasyPostShipment {
  from_address: EasyPostAddress;
  to_address: EasyPostAddress;
  /** Ounces and inches. */
  parcel: { weight: number; length?: number; width?: number; height?: number };
  reference: string;
}

export interface EasyPost {
  /** A shipment with what every carrier asks for it. Costs nothing until it is bought. */
  createShipment(shipment: EasyPostShipment): Promise<{ id: string; rates: EasyPostRate[] } | Declined>;
  /** Buys once, however often it is asked: a shipment has one label at most, and a second try is given the first's. */
  buy(bought: { shipmentId: string; rateId: string }): Promise<BoughtPostage | Declined>;
  /** Takes a label back that no carrier has seen; `settled` is false while the carrier still thinks about it. */
  refund(shipmentId: string): Promise<{ settled: boolean } | Declined>;
  /** Where a parcel is; undefined when nobody has heard of it. */
  track(trackingCode: string): Promise<{ status: string } | undefined | Declined>;
}

export interface BoughtPostage {
  trackingCode: string;
  pdf: Uint8Array;
  zpl: string;
}

/** The carrier's no, in its own words. */
export type Declined = Refusal<"carrier_declined">;

/** Nobody knows what became of it, or nobody was there: to be asked again. */
export class CarrierAway extends Error {}

interface Settings {
  apiKey: string;
  baseUrl?: string;
  timeoutMs?: number;
}

const LARGEST_LABEL = 4_000_000;
/** Not a no: the purchase is on its way, or its answer was lost. */
const UNDECIDED = /\.(IN_PROGRESS|TIMED_OUT|NO_RESPONSE)$|^RATE_LIMITED$/;
const BOUGHT_ALREADY = "SHIPMENT.POSTAGE.EXISTS";

/** Opens a client. Nothing is asked before it is used. */
export function openEasyPost(
  { apiKey, baseUrl = "https://api.easypost.com/v2", timeoutMs = 20_000 }: Settings,
): EasyPost {
  const authorization = `Basic ${btoa(`${apiKey}:`)}`;

  async function ask<T>(
    method: string,
    path: string,
    shape: z.ZodType<T>,
    body?: unknown,
  ): Promise<T | Declined> {
    const response = await reach(`${baseUrl}${path}`, {
      method,
      headers: { authorization, accept: "application/json", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json().catch(() => undefined);
    if (!response.ok) return declined(response.status, answer);
    const read = shape.safeParse(answer);
    if (!read.success) throw new CarrierAway(`EasyPost's answer to ${method} ${path} cannot be read`);
    return read.data;
  }

  async function reach(url: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(url, { ...request, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw new CarrierAway(`EasyPost did not answer: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** A label's file. No key goes with it: it lies where EasyPost keeps its files. */
  async function download(url: string): Promise<Uint8Array> {
    if (!mayDownload(url, baseUrl)) {
      throw new CarrierAway("EasyPost names a label at no address of the web's");
    }
    const response = await reach(url, {});
    const bytes = await response.bytes();
    if (!response.ok || bytes.length === 0 || bytes.length > LARGEST_LABEL) {
      throw new CarrierAway(`The label could not be fetched: ${response.status}, ${bytes.length} bytes`);
    }
    return bytes;
  }

  async function inFormat(shipmentId: string, format: "PDF" | "ZPL") {
    const converted = await ask(
      "GET",
      `/shipments/${path(shipmentId)}/label?file_format=${format}`,
      Shipment,
    );
    if (isRefusal(converted)) return converted;
    const { label_url, label_pdf_url, label_zpl_url } = converted.postage_label ?? {};
    const url = format === "PDF" ? label_pdf_url ?? label_url : label_zpl_url;
    if (!url) throw new CarrierAway(`EasyPost has no ${format} of the label yet`);
    return await download(url);
  }

  async function boughtPostage({ id, tracking_code }: Shipment): Promise<BoughtPostage | Declined> {
    if (!tracking_code) throw new CarrierAway("The postage is bought but has no tracking code yet");
    const pdf = await inFormat(id, "PDF");
    if (isRefusal(pdf)) return pdf;
    const zpl = await inFormat(id, "ZPL");
    if (isRefusal(zpl)) return zpl;
    return { trackingCode: tracking_code, pdf, zpl: new TextDecoder().decode(zpl) };
  }

  return {
    async createShipment(shipment) {
      const made = await ask("POST", "/shipments", Shipment, {
        shipment: { ...shipment, options: { label_format: "PDF", label_size: "4x6" } },
      });
      if (isRefusal(made)) return made;
      if (made.rates.length > 0) return { id: made.id, rates: made.rates };
      return refuse("carrier_declined", {
        reason: said(made.messages?.[0]?.message) ?? "no carrier takes it",
      });
    },
    async buy({ shipmentId, rateId }) {
      const at = `/shipments/${path(shipmentId)}`;
      const bought = await ask("POST", `${at}/buy`, Shipment, { rate: { id: rateId } });
      if (!isRefusal(bought)) return await boughtPostage(bought);
      if (bought.detail.code !== BOUGHT_ALREADY) return bought;
      const first = await ask("GET", at, Shipment);
      return isRefusal(first) ? first : await boughtPostage(first);
    },
    async refund(shipmentId) {
      const asked = await ask("POST", `/shipments/${path(shipmentId)}/refund`, Shipment);
      if (isRefusal(asked)) return asked;
      // "Not applicable" are carriers that bill on the first scan: a label nobody scans costs nothing.
      if (asked.refund_status === "rejected") {
        return refuse("carrier_declined", { reason: "the carrier rejected the refund" });
      }
      return { settled: asked.refund_status !== "submitted" };
    },
    async track(trackingCode) {
      const found = await ask("GET", `/trackers?tracking_code=${encodeURIComponent(trackingCode)}`, Trackers);
      return isRefusal(found) ? found : found.trackers.find((each) => each.tracking_code === trackingCode);
    },
  };
}

/** A no by its status: what the request lacks is the carrier's last word, everything else is worth another try. */
function declined(status: number, answer: unknown): Declined {
  const problem = Problem.safeParse(answer);
  const { code, message } = problem.success ? problem.data.error : { code: "", message: undefined };
  const isFinal = status >= 400 && status < 500 && ![408, 425, 429].includes(status) && !UNDECIDED.test(code);
  if (!isFinal) throw new CarrierAway(`EasyPost answered ${status} ${code}`.trim());
  return refuse("carrier_declined", { code, reason: said(message) ?? `EasyPost answered ${status}` });
}

/** What a message says: text, or texts by field. */
function said(message: unknown): string | undefined {
  if (typeof message === "string") return message.slice(0, 200);
  if (message === undefined || message === null) return undefined;
  return JSON.stringify(message).slice(0, 200);
}

/** An id as a part of a path, whatever it is made of. */
function path(id: string): string {
  return encodeURIComponent(id);
}

/** Files lie on the web, never within our own walls; a test's on the test's own server. */
function mayDownload(url: string, baseUrl: string): boolean {
  const { protocol, origin } = new URL(url);
  return protocol === "https:" || origin === new URL(baseUrl).origin;
}
