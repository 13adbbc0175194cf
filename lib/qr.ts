import { toSVG } from "bwip-js/generic";

/** A QR code as SVG markup, dark on white whatever the theme, so that every scanner reads it. */
export function qrSvg(text: string, label: string): string {
  // bwip-js types only what all symbologies share; the error correction level is the QR code's own.
  const options = { bcid: "qrcode", text, eclevel: "M", padding: 4, backgroundcolor: "ffffff" };
  const svg = toSVG(options);
  return svg.replace("<svg ", `<svg role="img" aria-label="${label}" `);
}
