// What is kept of a handover besides its proof, small enough to travel with it: a signature as strokes, a photo as a JPEG.

export type Stroke = [x: number, y: number][];

export const WIDTH = 600;
export const HEIGHT = 200;
// The contract takes 200,000 characters of each, and a request little more than both.
const MOST_CHARACTERS = 150_000;
const MOST_POINTS = 2_000;

/** A stroke as the path of an SVG; a mere touch is a dot. */
export function pathOf(stroke: Stroke): string {
  const [first = "", ...rest] = stroke.map((point) => point.map(Math.round).join(" "));
  return "M" + [first, ...(rest.length > 0 ? rest : [first])].join("L");
}

/** A signature as an SVG that says nothing but its strokes. */
export function signatureOf(strokes: Stroke[]): string {
  const every = Math.ceil(strokes.flat().length / MOST_POINTS);
  const paths = strokes.map((stroke) => pathOf(stroke.filter((_, i) => i % every === 0))).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<path d="${paths}" fill="none" stroke="black" stroke-width="3" stroke-linecap="round"/></svg>`;
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}

/** A photo made small; nothing when the file is no picture. */
export async function photoOf(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return undefined;
  for (const side of [1280, 960, 640, 400]) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const data = canvas.toDataURL("image/jpeg", 0.7);
    if (data.length <= MOST_CHARACTERS) return data;
  }
}
