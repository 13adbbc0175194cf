export const undo = {
  undo: "Undo",
  undone: "Undone",
};
