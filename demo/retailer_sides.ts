// How large the demo retailer's items are as they are packed: from their weight, by the kind of thing they are.
type Sides = [number, number, number];

interface Form {
  of: RegExp;
  cubicCmPerGram: number;
  proportions: Sides;
}

const FORMS: Form[] = [
  {
    of: /Pillow|Blanket|Duvet|Quilt|Mattress|Towel|Bathrobe|Plush|Sleeping|Apron|Cape|Hammock|Basket|Hamper/,
    cubicCmPerGram: 9,
    proportions: [1, 0.8, 0.4],
  },
  {
    of: /Umbrella|Floor Lamp|Garden Fork|Area Rug|Tent|Kite|Shower Curtain|Camp Chair/,
    cubicCmPerGram: 3,
    proportions: [1, 0.16, 0.14],
  },
  {
    of: /Plate|Frame|Mirror|Cutting Board|Baking Sheet|Wall Clock|Doormat|Puzzle|Board Game|Easel|Bath Mat/,
    cubicCmPerGram: 2.4,
    proportions: [1, 0.75, 0.12],
  },
];
const USUAL: Form = { of: /./, cubicCmPerGram: 4.5, proportions: [1, 0.8, 0.7] };

/** Length, width and height in millimetres, the longest first. */
export function sidesOf({ name, weightGrams }: { name: string; weightGrams: number }): Sides {
  const { cubicCmPerGram, proportions } = FORMS.find(({ of }) => of.test(name)) ?? USUAL;
  const [a, b, c] = proportions;
  const longest = Math.cbrt(weightGrams * cubicCmPerGram * 1_000 / (a * b * c));
  return proportions.map((part) => Math.max(5, Math.round(longest * part))) as Sides;
}
