// The United States as a map of points: drawn on the server, so that no browser loads a library for it.
import { geoAlbersUsa } from "d3-geo";
import { mesh } from "topojson-client";
import states from "us-atlas/states-albers-10m.json" with { type: "json" };

/** What `us-atlas` has drawn its states on, and so what points are put on. */
export const [WIDTH, HEIGHT] = [975, 610];
const projection = geoAlbersUsa().scale(1300).translate([WIDTH / 2, HEIGHT / 2]);

/** Where a place stands on the map; undefined for one outside the fifty states. */
export function placed({ lat, lon }: { lat: number; lon: number }): [x: number, y: number] | undefined {
  const point = projection([lon, lat]);
  return point ? [Math.round(point[0]), Math.round(point[1])] : undefined;
}

let drawn: { coast: string; borders: string } | undefined;

/** The coasts and the borders between states, as two paths. */
export function outline() {
  const { states: all } = states.objects;
  drawn ??= {
    coast: pathOf(mesh(states, all, (a: unknown, b: unknown) => a === b).coordinates),
    borders: pathOf(mesh(states, all, (a: unknown, b: unknown) => a !== b).coordinates),
  };
  return drawn;
}

/** No line shorter than this is drawn: nobody sees it, and everybody would wait for it. */
const STEP = 2.5;

function pathOf(lines: number[][][]): string {
  return lines.map((line) => {
    let last = line[0]!;
    const points = line.filter((point, i) => {
      const isFar = Math.hypot(point[0]! - last[0]!, point[1]! - last[1]!) >= STEP;
      if (i === 0 || i === line.length - 1 || !isFar) return i === 0 || i === line.length - 1;
      last = point;
      return true;
    }).map(([x, y]) => [Math.round(x!), Math.round(y!)] as const);
    return isSpeck(points) ? "" : relative(points);
  }).join("");
}

/** An island of a few points. */
function isSpeck(points: readonly (readonly [number, number])[]): boolean {
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  return Math.max(...xs) - Math.min(...xs) + Math.max(...ys) - Math.min(...ys) < 4;
}

/** By steps from point to point, which are short to write. */
function relative([first, ...rest]: readonly (readonly [number, number])[]): string {
  let [x, y] = first!;
  const steps = rest.map(([toX, toY]) => {
    const step = `${toX - x} ${toY - y}`;
    [x, y] = [toX, toY];
    return step;
  });
  return `M${first!.join(" ")}l${steps.join(" ")}`.replaceAll(" -", "-");
}
