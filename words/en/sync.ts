export const sync = {
  saved: "All saved",
  waiting: (steps: number) => `${steps} waiting to send`,
  toSend: "waiting to send",
  offline: "No connection – your work is kept on this phone",
  signedOut: "Signed out – sign in to send",
  signIn: "Sign in",
  yoursElsewhere: (steps: number) => `${steps} of your steps wait for you to sign in where you did them`,
  others: (steps: number, name: string) => `${steps} of ${name}’s steps wait for ${name} to sign in here`,
};
