// Fulfillment keeps one node's part of an order, from the pick to the hands it was promised to. It never moves but along
// its own steps, and nothing is handed over without proof.
export { arriveAtStore, escalateWaiting, letCollect, setOutForStore } from "./arrivals.ts";
export { keepBin, listBins, removeBin } from "./bins.ts";
export {
  cancelFulfillments,
  endHolds,
  findMovable,
  giveBackAbandoned,
  remindOfHolds,
  withdraw,
} from "./endings.ts";
export { listHandovers } from "./handovers.ts";
export { checkFulfillment } from "./invariants.ts";
export { approvalKey, grantOverride, sweepOverrides } from "./overrides.ts";
export { isShelfFree, perform, performAll } from "./perform.ts";
export { checkProof, issuePass, pickupCode } from "./proof.ts";
export { trackParcel } from "./tracking.ts";
export {
  askParcelOffers,
  buyParcelLabel,
  buyRemoteLabel,
  printLabel,
  printPackingSlip,
  quoteParcel,
  voidParcelLabel,
  voidRemoteLabel,
} from "./parcels.ts";
export { readQueues } from "./queue.ts";
export { bookSale } from "./sales.ts";
export { type Asked, declineSubstitute, findUnanswered, takeSubstitute } from "./substitutes.ts";
export { momentAt, readStockPage } from "./stock_page.ts";
export {
  announceWork,
  listFulfillments,
  listShort,
  listWork,
  openFulfillments,
  readWork,
  triedNodes,
} from "./work.ts";
