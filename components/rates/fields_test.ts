import assert from "node:assert/strict";
import { KeepBox, KeepTariff } from "../../domain/shipping/types.ts";
import {
  asPercent,
  asRate,
  boxFields,
  issueWords,
  lineWords,
  tariffFields,
  wantedBox,
  wantedTariff,
} from "./fields.ts";

const tube = {
  id: "tube",
  name: "Tube",
  sidesMm: [900, 80, 80] as [number, number, number],
  tareGrams: 120,
  maxGrams: 4_000,
};
const ground = {
  ...{
    carrier: "ground",
    service: "standard",
    carrierName: "Ground",
    serviceName: "Standard",
    currency: "USD",
  },
  ...{ fuelSurcharge: "0.0850", cubicMmPerGram: 5_000, days: [1, 2, 2, 3, 4, 4, 5, 5, 7] },
  steps: [{ upToGrams: 454, pricesMinor: [700, 730, 765, 820, 885, 950, 1015, 1090, 1365] }],
};

Deno.test("what a form shows is what it sends: nothing changes by saving it as it is", () => {
  assert.deepEqual(KeepBox.parse(wantedBox(boxFields(tube))), tube);
  const { steps: _, ...service } = ground;
  const sent = KeepTariff.parse(wantedTariff(tariffFields(ground)));
  assert.deepEqual(sent, {
    ...service,
    table: "454\t7.00\t7.30\t7.65\t8.20\t8.85\t9.50\t10.15\t10.90\t13.65",
  });
});

Deno.test("a percentage is a rate to four places, and nothing else is", () => {
  assert.deepEqual(["8.5", "0", "100", "12.75 %"].map(asRate), ["0.0850", "0.0000", "1.0000", "0.1275"]);
  assert.deepEqual(["", "-1", "100.01", "8,5", "1e2", "8.555"].map(asRate), Array(6).fill(undefined));
  assert.deepEqual(["0.0850", "1.0000", "0.0000"].map(asPercent), ["8.5", "100", "0"]);
});

Deno.test("what is wrong is said once and in words", () => {
  const typed = { ...boxFields(tube), length: "a", width: "-1", maxGrams: "100001", id: "Tube 1" };
  const { error } = KeepBox.safeParse(wantedBox(typed));
  const words = issueWords(error!.issues.map(({ path }) => ({ path: path.map(String) })));
  assert.deepEqual(words.map((each) => each.slice(0, 12)), ["A box’s code", "Each side is", "A box takes "]);
  assert.match(lineWords({ line: 3, why: "weight_falls" }), /^Line 3: the weight must be more/);
});
