export const device = {
  notSaved: "Not saved",
  full: "This phone’s storage is full. Make room, then do it again.",
  notKept: "This phone could not keep it. Do it again, or use another phone.",
  cannotKeep: "This phone cannot keep your work",
  cannotKeepDetail: "Leave private browsing, or use another phone.",
  needsConnection: "This needs a connection",
  needsConnectionDetail: "Scan the pass: it is checked on this phone.",
};
