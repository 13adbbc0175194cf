/** A start that cannot be, said in one sentence a person can act on. Never shown with a stack trace. */
export class StartupProblem extends Error {
  override name = "StartupProblem";
}

/** Runs a command's main function; a `StartupProblem` ends it with its sentence and exit code 1. */
export async function main(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof StartupProblem)) throw error;
    console.error(`\n${error.message}`);
    Deno.exit(1);
  }
}

/** The sentence for a file that could not be read or written, or undefined when it is none of the known ones. */
export function fileProblem(error: unknown, path: string): StartupProblem | undefined {
  const code = (error as { code?: string }).code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new StartupProblem(`The disk is full: ${path} could not be written. Make room and start again.`);
  }
  if (code === "EACCES" || code === "EPERM" || error instanceof Deno.errors.PermissionDenied) {
    return new StartupProblem(
      `${path} cannot be read or written by this user. Choose another AISLE_DATA_DIR.`,
    );
  }
  if (code === "EROFS") {
    return new StartupProblem(`${path} is on a read-only disk. Choose another AISLE_DATA_DIR.`);
  }
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new StartupProblem(
      `${path} is in the way: a directory is needed there. Choose another AISLE_DATA_DIR.`,
    );
  }
}
