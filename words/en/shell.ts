export const shell = {
  skip: "Skip to the work",
  signOut: "Sign out",
};
