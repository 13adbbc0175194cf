// What a camera sees, turned into scans: one for each label held before it, and none for a misread.

/** A code in one frame. */
export interface Read {
  text: string;
  /** How far from the middle of the picture, where people hold what they mean. */
  offCentre: number;
}

// A reader of bars misreads now and then, but hardly twice in a row the same way.
const PAIR_MS = 800;
// How long a label must be away before it is another unit: a hand that shakes is quicker, one that puts the unit down is not.
const AWAY_MS = 1_000;
// A package has several codes. While one that was counted is there, the others beside it are the same unit's.
const BESIDE_MS = 400;

export function createEye() {
  let first: { text: string; at: number } | undefined;
  /** What was counted, with the time of the first frame it was missing from; none while it is in view. */
  const counted = new Map<string, number | null>();

  /** Takes the codes of a frame and the time it was taken; gives the text that counts as scanned now. */
  function see(reads: Read[], at: number): string | undefined {
    for (const [text, missingSince] of counted) {
      // By frames, not by the clock alone: a phone that was busy for a second has not seen a label go.
      if (reads.some((read) => read.text === text)) counted.set(text, null);
      else if (missingSince === null) counted.set(text, at);
      else if (at - missingSince > AWAY_MS) counted.delete(text);
    }
    const isBeside = [...counted.values()].some((since) => since === null || at - since <= BESIDE_MS);
    if (isBeside) return void (first = undefined);

    const read = reads.toSorted((a, b) => a.offCentre - b.offCentre)[0];
    // What was counted a moment ago and comes back is the same unit still.
    if (!read || counted.has(read.text)) return undefined;
    if (first?.text !== read.text || at - first.at > PAIR_MS) return void (first = { text: read.text, at });
    first = undefined;
    counted.set(read.text, null);
    return read.text;
  }

  return { see };
}
