import { count } from "./count.ts";

export const methods = { pickup: "Pickup", curbside: "Curbside", delivery: "Delivery" };

export const roles = {
  associate: "Associate",
  store_manager: "Store manager",
  regional_manager: "Regional manager",
};

export const states = {
  open: "To pick",
  picking: "Picking",
  picked: "Picked",
  staged: "Staged",
  arrived: "Shopper is here",
  to_put_back: "Put back",
  handed_over: "Handed over",
  packed: "Packed",
  shipped: "Shipped",
  cancelled: "Cancelled",
};

/** Kinds of bins, and what goods need one. */
export const zones = { ambient: "Ordinary", oversize: "Large", chilled: "Chilled", frozen: "Frozen" };

/** "1 unit", "12 units". */
export const units = (units: number) => count(units, { one: "# unit", other: "# units" });
