/** Shown when a page is neither on the network nor on the phone. */
export const offlinePage = {
  title: "No network",
  detail: "This page was not kept on this device. It opens again when the network is back.",
  tryAgain: "Try again",
};
