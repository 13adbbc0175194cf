/** Why a pass is not taken, as found on the phone. */
export const passes = {
  not_genuine: { title: "This pass is not genuine", detail: "Do not hand over. Ask for the six digits." },
  other_store: { title: "This pass is for another store", detail: "The shopper’s page shows which." },
  expired: { title: "This pass has run out", detail: "Ask the shopper to open the order page again." },
};
