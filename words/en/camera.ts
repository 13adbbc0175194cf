export const camera = {
  open: "Scan with the camera",
  title: "Camera",
  aim: "Hold a barcode in view",
  light: "Light",
  close: "Close the camera",
  asking: "Starting the camera",
  askingDetail: "If the phone asks, allow it.",
  denied: "The camera is not allowed here",
  deniedDetail:
    "Allow it for this page in the browser’s settings. Your scanner works as before, and so does typing.",
  none: "There is no camera here",
  noneDetail: "Use a scanner, or type what is on the label.",
  busy: "The camera is in use elsewhere",
  busyDetail: "Close the other app and try again. Your scanner works as before, and so does typing.",
  no_reader: "The barcode reader did not load",
  no_readerDetail: "Try again with a connection. Your scanner works as before, and so does typing.",
  tryAgain: "Try again",
};
