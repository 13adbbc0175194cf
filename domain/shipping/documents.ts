// What is printed: the local engine's label, on paper and for a thermal printer, the packing slip and the manifest.
// Carriers' own labels are printed as they came.
import { LABEL, LETTER, pdf, type Pen } from "../../lib/pdf.ts";
import { DOTS_PER_MM, type Field, zpl } from "../../lib/zpl.ts";
import type { Address, Manifest } from "./types.ts";

/** A label as the local engine prints it. */
export interface PrintedLabel {
  from: Address;
  to: Address;
  tracking: string;
  carrierName: string;
  serviceName: string;
  orderNumber: string;
  parcel: { no: number; of: number; weightGrams: number };
}

/** What lies in the box, for whoever opens it. */
export interface PackingSlip {
  orderNumber: string;
  from: Address;
  to: Address;
  parcels: {
    no: number;
    tracking: string | null;
    lines: { sku: string; name: string; quantity: number }[];
  }[];
}

// The local engine tracks a parcel within the house and no further, and says so.
const LOCAL = "Local label: tracked by the sender only";

export function labelPdf(label: PrintedLabel): Promise<Uint8Array> {
  return pdf(LABEL, `Label ${label.tracking}`, (pen) => {
    pen.text(16, 14, "FROM", { size: 7 });
    addressLines(label.from).forEach((line, i) => pen.text(16, 24 + i * 11, line, { size: 9, width: 256 }));
    pen.line(16, 86, 256);
    pen.text(16, 94, "SHIP TO", { size: 7 });
    addressLines(label.to).forEach((line, i) =>
      pen.text(16, 106 + i * 18, line, { size: 14, bold: true, width: 256 })
    );
    pen.line(16, 206, 256);
    pen.text(16, 214, `${label.carrierName} · ${label.serviceName}`, { size: 15, bold: true, width: 256 });
    pen.text(16, 236, `Order ${label.orderNumber} · parcel ${label.parcel.no} of ${label.parcel.of}`, {
      width: 256,
    });
    pen.text(16, 250, weight(label.parcel.weightGrams));
    pen.line(16, 270, 256);
    pen.barcode({ x: 24, y: 286, width: 240, height: 84 }, {
      kind: "gs1-128",
      text: `(00)${label.tracking}`,
    });
    pen.text(60, 376, spaced(label.tracking), { size: 13, bold: true });
    pen.text(16, 410, LOCAL, { size: 7 });
  });
}

/** The same label for a thermal printer: 4 by 6 inches at 203 dots an inch. */
export function labelZpl(label: PrintedLabel): string {
  const fields: Field[] = [
    text(40, 30, 22, "FROM"),
    ...addressLines(label.from).map((line, i) => text(40, 58 + i * 30, 28, line)),
    { kind: "line", x: 40, y: 240, width: 732 },
    text(40, 260, 22, "SHIP TO"),
    ...addressLines(label.to).map((line, i) => text(40, 292 + i * 50, 44, line)),
    { kind: "line", x: 40, y: 570, width: 732 },
    text(40, 592, 46, `${label.carrierName} - ${label.serviceName}`),
    text(40, 656, 30, `Order ${label.orderNumber} - parcel ${label.parcel.no} of ${label.parcel.of}`),
    text(40, 694, 30, weight(label.parcel.weightGrams)),
    { kind: "line", x: 40, y: 750, width: 732 },
    { kind: "sscc", x: 90, y: 790, height: 240, module: 4, sscc: label.tracking },
    text(190, 1_050, 40, spaced(label.tracking)),
    text(40, 1_160, 22, LOCAL),
  ];
  return zpl({ width: inches(4), height: inches(6) }, fields);
}

export function packingSlipPdf(slip: PackingSlip): Promise<Uint8Array> {
  return pdf(LETTER, `Packing slip ${slip.orderNumber}`, (pen) => {
    pen.text(48, 48, "Packing slip", { size: 22, bold: true });
    pen.text(48, 80, `Order ${slip.orderNumber}`, { size: 13 });
    pen.barcode({ x: 388, y: 48, width: 176, height: 40 }, { kind: "code128", text: slip.orderNumber });
    addressColumn(pen, 48, "From", slip.from);
    addressColumn(pen, 320, "To", slip.to);
    const rows = rowsOn(pen, 220);
    for (const parcel of slip.parcels) {
      const named = `Parcel ${parcel.no} of ${slip.parcels.length}`;
      rows((y) => {
        pen.line(48, y, 516);
        pen.text(48, y + 8, named, { size: 12, bold: true });
        if (parcel.tracking) pen.text(300, y + 8, parcel.tracking, { size: 11, width: 264 });
      }, 30);
      for (const line of parcel.lines) {
        rows((y) => {
          pen.text(48, y, `${line.quantity} x`, { size: 11, bold: true });
          pen.text(96, y, line.name, { size: 11, width: 330 });
          pen.text(440, y, line.sku, { size: 11, width: 124 });
        }, 18);
      }
    }
  });
}

export function manifestPdf(manifest: Manifest, store: string, timeZone: string): Promise<Uint8Array> {
  const when = (at: Date) =>
    at.toLocaleString("en-US", { timeZone, dateStyle: "medium", timeStyle: "short" });
  return pdf(LETTER, `Manifest ${manifest.carrierName} ${manifest.closedAt.toISOString()}`, (pen) => {
    pen.text(48, 48, `Manifest: ${manifest.carrierName}`, { size: 22, bold: true, width: 516 });
    pen.text(48, 80, `${store} · closed ${when(manifest.closedAt)} by ${manifest.closedBy}`, { width: 516 });
    pen.text(48, 98, `${manifest.lines.length} parcels`, { size: 13, bold: true });
    const rows = rowsOn(pen, 130);
    for (const line of manifest.lines) {
      rows((y) => {
        pen.text(48, y, line.tracking, { width: 180 });
        pen.text(236, y, `${line.orderNumber} / ${line.parcelNo}`, { width: 110 });
        pen.text(352, y, line.serviceName ?? "", { width: 90 });
        pen.text(450, y, line.weightGrams === null ? "" : weight(line.weightGrams), { width: 114 });
      }, 16);
    }
    rows((y) => {
      pen.text(48, y + 40, "Collected by", { size: 9 });
      pen.line(120, y + 50, 200);
      pen.text(340, y + 40, "Date", { size: 9 });
      pen.line(370, y + 50, 140);
    }, 64);
  });
}

/** Draws one row after the other, and goes on to the next sheet where one is full. */
function rowsOn(pen: Pen, from: number) {
  let y = from;
  return (draw: (y: number) => void, height: number) => {
    if (y + height > LETTER.height - 48) {
      pen.nextPage();
      y = 48;
    }
    draw(y);
    y += height;
  };
}

function addressColumn(pen: Pen, x: number, title: string, address: Address) {
  pen.text(x, 112, title, { size: 9 });
  addressLines(address).forEach((line, i) => pen.text(x, 126 + i * 15, line, { size: 11, width: 230 }));
}

function addressLines({ name, line1, line2, city, state, postalCode }: Address): string[] {
  return [name, line1, ...(line2 ? [line2] : []), `${city}, ${state} ${postalCode}`];
}

function weight(grams: number): string {
  return `${(grams / 453.592).toFixed(1)} lb (${(grams / 1_000).toFixed(2)} kg)`;
}

/** In groups of four from the right, as one reads it aloud. */
function spaced(digits: string): string {
  return digits.replace(/\B(?=(\d{4})+$)/g, " ");
}

function text(x: number, y: number, height: number, text: string): Field {
  return { kind: "text", x, y, height, text };
}

function inches(count: number): number {
  return Math.floor(count * 25.4 * DOTS_PER_MM);
}
