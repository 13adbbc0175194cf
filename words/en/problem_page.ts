export const problemPage = {
  problem: (status: number) => `Problem ${status}`,
  nothingHere: "There is nothing here",
  nothingHereDetail: "The link may be old or mistyped.",
  oneMoment: "One moment, please",
  oneMomentDetail: "Nothing was lost. Try again in a few seconds.",
  ourFault: "Something went wrong on our side",
  ourFaultDetail: "It was logged. Please try again.",
  signIn: "Sign in",
  tryAgain: "Try again",
  toStart: "Go to the start",
};
