/** Where this project lies, and its migrations in it, wherever a command is started from. */
export const root = new URL("..", import.meta.url).pathname;
export const migrations = `${root}db/migrations`;
