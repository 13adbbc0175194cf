/** Settles when this process is asked to end. A second Ctrl-C then ends it as if nobody had listened. */
export async function untilTold(): Promise<void> {
  const told = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, told.resolve);
  await told.promise;
  for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.removeSignalListener(signal, told.resolve);
}
