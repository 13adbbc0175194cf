// English times stand by themselves, so that a page that speaks English only loads no other words.

export const times = {
  weekdays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
  date: (month: number, day: number) => `${MONTHS[month]} ${day}`,
  /** "8 pm", "8:30 pm": the minutes come as ":30", or not at all. */
  clock: (hour: number, minutes: string) => `${hour % 12 || 12}${minutes} ${hour < 12 ? "am" : "pm"}`,
  today: "today",
  tomorrow: "tomorrow",
  yesterday: "yesterday",
  now: "now",
  minutes: (count: number) => `${count} min`,
  hours: (count: number) => `${count} h`,
  days: (count: number) => count === 1 ? "1 day" : `${count} days`,
  ahead: (length: string) => `in ${length}`,
  late: (length: string) => `${length} late`,
  due: (when: string) => `Due ${when}`,
};

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export type Times = typeof times;
