// What the demo retailer sells, put together from word tables. The barcodes are in the 20-29 range, which GS1 leaves to
// each retailer for its own use, so none of them names anybody's real product.
import { withCheckDigit } from "../domain/catalog/decide.ts";
import type { Item } from "../domain/catalog/types.ts";
import { seeded, shuffled, weightedSample, wholeBetween } from "./random.ts";
import { sidesOf } from "./retailer_sides.ts";

export interface DemoItem extends Item {
  gtins: string[];
  /** As it is packed, in millimetres. */
  sidesMm: [number, number, number];
  /** From 1, the best seller, downwards. */
  popularity: number;
}

type Range = readonly [number, number];
type Line = readonly [noun: string, dollars: Range, grams: Range, makes: string];

const VARIANTS = 6;

const CATEGORIES: readonly { name: string; colours: string; lines: readonly Line[] }[] = [
  {
    name: "Kitchen",
    colours: "Sea Green|Oat|Slate|Brick|Cobalt|Cream|Charcoal|Mustard",
    lines: [
      ["Mug", [8, 19], [280, 460], "Stoneware|Porcelain|Enamel"],
      ["Dinner Plate", [9, 24], [480, 820], "Stoneware|Porcelain|Melamine"],
      ["Cereal Bowl", [8, 18], [320, 560], "Stoneware|Porcelain|Bamboo"],
      ["Saucepan", [29, 89], [900, 1_900], "Copper-Base|Steel|Nonstick"],
      ["Frying Pan", [24, 95], [950, 2_400], "Cast-Iron|Steel|Nonstick"],
      ["Cutting Board", [15, 59], [600, 2_200], "Acacia|Maple|Bamboo"],
      ["Kettle", [34, 99], [900, 1_500], "Stovetop|Electric|Gooseneck"],
      ["Teapot", [22, 58], [650, 1_200], "Glass|Stoneware|Cast-Iron"],
      ["Coffee Press", [24, 64], [500, 980], "Glass|Steel|Travel"],
      ["Mixing Bowl Set", [26, 62], [1_200, 2_600], "Steel|Glass|Stoneware"],
      ["Baking Sheet", [12, 32], [500, 1_100], "Aluminum|Steel|Nonstick"],
      ["Storage Jar", [7, 22], [350, 900], "Glass|Ceramic|Swing-Top"],
      ["Apron", [18, 42], [220, 420], "Linen|Cotton|Waxed"],
      ["Dish Towel Pair", [9, 22], [140, 260], "Linen|Cotton|Waffle"],
    ],
  },
  {
    name: "Home",
    colours: "Natural|Ivory|Fog|Ink|Rust|Moss|Walnut|Black",
    lines: [
      ["Table Lamp", [39, 149], [1_400, 3_800], "Ceramic|Brass|Rattan"],
      ["Floor Lamp", [89, 259], [4_500, 9_000], "Arc|Tripod|Brass"],
      ["Throw Pillow", [19, 49], [450, 900], "Velvet|Linen|Bouclé"],
      ["Throw Blanket", [29, 98], [700, 1_700], "Wool|Cotton|Fleece"],
      ["Area Rug", [79, 349], [4_200, 14_000], "Jute|Wool|Flatweave"],
      ["Picture Frame", [12, 44], [300, 1_200], "Oak|Metal|Gallery"],
      ["Wall Mirror", [59, 229], [3_200, 11_000], "Round|Arched|Framed"],
      ["Candle", [12, 38], [250, 700], "Cedar|Fig|Sea Salt"],
      ["Vase", [18, 79], [600, 2_400], "Ribbed|Glass|Terracotta"],
      ["Storage Basket", [19, 59], [500, 1_600], "Seagrass|Wire|Felt"],
      ["Wall Clock", [29, 89], [600, 1_900], "Quiet|Oak|Station"],
      ["Side Table", [69, 189], [3_800, 8_800], "Oak|Marble-Top|Nesting"],
      ["Bookend Pair", [19, 52], [900, 2_600], "Marble|Iron|Walnut"],
      ["Doormat", [16, 39], [1_100, 2_600], "Coir|Rubber|Woven"],
    ],
  },
  {
    name: "Bed and Bath",
    colours: "White|Ivory|Mist|Sage|Clay|Navy|Dusk|Sand",
    lines: [
      ["Sheet Set, Queen", [49, 159], [1_500, 2_600], "Percale|Sateen|Linen"],
      ["Duvet Cover, Queen", [59, 189], [1_200, 2_400], "Percale|Linen|Jersey"],
      ["Pillowcase Pair", [18, 52], [240, 420], "Percale|Sateen|Silky"],
      ["Bed Pillow", [24, 89], [700, 1_500], "Down-Alternative|Latex|Buckwheat"],
      ["Quilt, Queen", [89, 229], [1_900, 3_600], "Cotton|Velvet|Patchwork"],
      ["Mattress Pad, Queen", [49, 129], [1_500, 2_900], "Quilted|Waterproof|Wool"],
      ["Bath Towel", [12, 34], [480, 820], "Ribbed|Turkish|Waffle"],
      ["Hand Towel", [8, 18], [150, 280], "Ribbed|Turkish|Waffle"],
      ["Bath Mat", [18, 48], [600, 1_300], "Tufted|Cedar|Memory-Foam"],
      ["Shower Curtain", [24, 68], [500, 1_100], "Cotton|Linen|Hookless"],
      ["Soap Dish", [9, 24], [180, 480], "Ceramic|Teak|Marble"],
      ["Laundry Hamper", [29, 79], [1_100, 2_900], "Rolling|Bamboo|Canvas"],
      ["Bathrobe", [49, 119], [900, 1_600], "Waffle|Plush|Kimono"],
      ["Toothbrush Holder", [8, 22], [160, 420], "Ceramic|Steel|Glass"],
    ],
  },
  {
    name: "Garden",
    colours: "Terracotta|Graphite|Moss|Stone|White|Copper|Olive|Blue",
    lines: [
      ["Planter", [18, 89], [1_200, 7_500], "Glazed|Fiberstone|Hanging"],
      ["Watering Can", [16, 48], [500, 1_400], "Galvanized|Long-Spout|Recycled"],
      ["Garden Hose, 50 ft", [29, 79], [2_600, 5_200], "Coiled|Rubber|Expanding"],
      ["Pruning Shears", [14, 49], [200, 420], "Bypass|Anvil|Floral"],
      ["Hand Trowel", [9, 28], [220, 460], "Steel|Ash-Handle|Narrow"],
      ["Garden Fork", [24, 64], [1_300, 2_400], "Steel|Digging|Border"],
      ["Raised Bed", [69, 199], [7_500, 16_000], "Cedar|Steel|Elevated"],
      ["Bird Feeder", [16, 54], [500, 1_600], "Cedar|Window|Tube"],
      ["Bird Bath", [39, 129], [2_800, 9_500], "Pedestal|Hanging|Solar"],
      ["Garden Gloves", [8, 24], [90, 220], "Nitrile|Goatskin|Long-Cuff"],
      ["Kneeling Pad", [12, 29], [250, 700], "Foam|Folding|Canvas"],
      ["Compost Bin", [24, 99], [1_200, 6_800], "Countertop|Tumbling|Steel"],
      ["Plant Stand", [24, 79], [1_200, 3_900], "Three-Tier|Bamboo|Wire"],
      ["Seed Starting Kit", [12, 36], [500, 1_500], "Herb|Salad|Wildflower"],
    ],
  },
  {
    name: "Outdoor",
    colours: "Forest|Sky|Charcoal|Sunset|Sand|Navy|Red|Lime",
    lines: [
      ["Camp Chair", [29, 99], [2_200, 4_600], "Folding|Rocking|Low"],
      ["Picnic Blanket", [24, 69], [900, 2_100], "Waterproof|Wool|Quilted"],
      ["Cooler, 20 qt", [39, 149], [2_400, 5_800], "Soft|Hard|Rolling"],
      ["Water Bottle", [14, 39], [220, 480], "Insulated|Steel|Filter"],
      ["Lantern", [19, 64], [350, 1_100], "Solar|Rechargeable|Collapsible"],
      ["Headlamp", [16, 54], [80, 190], "Rechargeable|Trail|Red-Light"],
      ["Sleeping Bag", [49, 169], [900, 2_400], "Mummy|Summer|Double"],
      ["Two-Person Tent", [89, 279], [2_200, 4_400], "Dome|Backpacking|Instant"],
      ["Hammock", [29, 89], [600, 1_800], "Parachute|Woven|Quilted"],
      ["Patio Umbrella", [59, 189], [5_200, 9_800], "Tilting|Market|Beach"],
      ["Fire Pit", [79, 269], [7_000, 18_000], "Smokeless|Folding|Steel"],
      ["Grill Tool Set", [24, 79], [800, 1_900], "Steel|Acacia|Folding"],
      ["Day Pack", [34, 99], [450, 1_100], "Rolltop|Trail|Packable"],
      ["String Lights, 48 ft", [24, 69], [900, 2_200], "Solar|Globe|Edison"],
    ],
  },
  {
    name: "Toys",
    colours: "Rainbow|Red|Blue|Green|Yellow|Pink|Wood|Multicolor",
    lines: [
      ["Building Blocks", [16, 69], [700, 2_600], "Wooden|Foam|Magnetic"],
      ["Jigsaw Puzzle, 500 pc", [12, 28], [500, 900], "Animal|Map|Space"],
      ["Plush Bear", [12, 39], [200, 700], "Soft|Jumbo|Classic"],
      ["Train Set", [29, 119], [900, 3_400], "Wooden|Starter|Mountain"],
      ["Doll House", [49, 179], [3_200, 9_800], "Wooden|Folding|Town"],
      ["Play Kitchen", [69, 229], [6_500, 15_000], "Wooden|Corner|Market"],
      ["Kite", [12, 38], [180, 480], "Delta|Diamond|Parafoil"],
      ["Art Easel", [34, 99], [3_400, 6_800], "Folding|Double-Sided|Tabletop"],
      ["Board Game", [16, 54], [600, 1_700], "Family|Strategy|Word"],
      ["Balance Bike", [59, 149], [3_100, 5_200], "Steel|Wooden|Light"],
      ["Science Kit", [19, 59], [500, 1_600], "Crystal|Circuit|Volcano"],
      ["Marble Run", [24, 79], [800, 2_400], "Wooden|Glow|Starter"],
      ["Stacking Rings", [9, 24], [250, 620], "Wooden|Silicone|Nesting"],
      ["Dress-Up Cape", [14, 36], [180, 420], "Knight|Wizard|Pilot"],
    ],
  },
];

/** The whole assortment, by SKU. Always the same: names, prices, weights, barcodes and popularity. */
export function demoItems(): DemoItem[] {
  const items = CATEGORIES.flatMap(({ name, colours, lines }) =>
    lines.flatMap((line) => itemsOf(name, colours.split("|"), line))
  ).map((item, index) => ({
    ...item,
    sku: `HM-${10_001 + index}`,
    gtins: [ownGtin("20", index)],
    sidesMm: sidesOf(item),
  }));
  addFurtherBarcodes(items);
  return withPopularity(items);
}

export interface DemoKit extends Item {
  components: { sku: string; quantity: number }[];
}

const KITS = [
  { name: "Breakfast for Two", of: [["Mug", 2], ["Cereal Bowl", 2], ["Coffee Press", 1]] },
  { name: "First Night in a New Home", of: [["Bed Pillow", 2], ["Bath Towel", 2], ["Candle", 1]] },
  { name: "Camp Out", of: [["Camp Chair", 2], ["Lantern", 1], ["Picnic Blanket", 1]] },
] as const;

/** What is sold together for a tenth less: no shelf holds a kit, only what it is made of. */
export function demoKits(items: DemoItem[]): DemoKit[] {
  return KITS.map(({ name, of }, index) => {
    const parts = of.map(([noun, quantity]) => {
      const named = items.filter((item) => item.name.includes(` ${noun},`));
      const item = named.reduce((best, each) => each.popularity > best.popularity ? each : best);
      return { item, quantity };
    });
    const sum = (of: (item: DemoItem) => number) =>
      parts.reduce((total, { item, quantity }) => total + of(item) * quantity, 0);
    return {
      ...{ sku: `HM-${90_001 + index}`, name, category: parts[0]!.item.category, currency: "USD" },
      priceMinor: Math.round(sum((item) => item.priceMinor) * 0.9),
      weightGrams: sum((item) => item.weightGrams),
      components: parts.map(({ item: { sku }, quantity }) => ({ sku, quantity })),
    };
  });
}

/** The two items that carry one barcode between them. */
export const SHARED_GTIN = { first: "HM-10012", second: "HM-10013" };

function itemsOf(category: string, colours: string[], [noun, dollars, grams, makes]: Line) {
  const random = seeded(`item:${category}:${noun}`);
  const all = makes.split("|").flatMap((make) => colours.map((colour) => `${make} ${noun}, ${colour}`));
  return weightedSample(random, all, VARIANTS, () => 1).sort().map((name) => ({
    name,
    category,
    priceMinor: wholeBetween(random, dollars) * 100 + 99,
    currency: "USD",
    weightGrams: Math.round(wholeBetween(random, grams) / 10) * 10,
  }));
}

/** A number of the retailer's own: prefix, item, check digit; as GTIN-14. */
function ownGtin(prefix: string, index: number): string {
  return withCheckDigit(prefix + String(4_100_000_000 + index * 37)).padStart(14, "0");
}

function addFurtherBarcodes(items: { sku: string; gtins: string[] }[]) {
  items.forEach((item, index) => {
    // A changed packaging: the old barcode is still on the shelves.
    if (index % 40 === 6) item.gtins.push(ownGtin("22", index));
  });
  const first = items.find(({ sku }) => sku === SHARED_GTIN.first);
  const second = items.find(({ sku }) => sku === SHARED_GTIN.second);
  if (first && second) second.gtins.push(...first.gtins.slice(0, 1));
}

function withPopularity<T extends { sku: string }>(items: T[]): (T & { popularity: number })[] {
  const rank = new Map(shuffled(seeded("popularity"), items).map(({ sku }, index) => [sku, index]));
  return items.map((item) => ({ ...item, popularity: (1 + (rank.get(item.sku) ?? 0)) ** -0.35 }));
}
